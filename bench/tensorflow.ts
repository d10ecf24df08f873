/**
 * The libtensorflow that `sweep setup tensorflow` installs, beside an older one and `simd`, by turns: steps on one thread and
 * on all cores, and whole sweeps. On its own: `node bench/tensorflow.ts`; it takes some minutes.
 */

import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { CLASSIFIER, DECK_NAME, NETWORKS } from './steps.ts';
import { installed, type Library, older } from './tensorflow/libraries.ts';
import { SIZES, timeSweep } from './tensorflow/sweeps.ts';
import type { StepTimes } from './tensorflow/time-steps.ts';

const ROUNDS = 2;
const TIME_STEPS = join(import.meta.dirname, 'tensorflow/time-steps.ts');
const CORES = availableParallelism();

/** What is timed: an engine, as it is set. */
interface Contender {
  readonly title: string;
  readonly library: Library | null;
  readonly threads: number;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const row = (title: string, cells: readonly (number | string | undefined)[]) =>
  print(`${title.padEnd(24)}${cells.map(cell).join('')}`);
const cell = (value: number | string | undefined): string =>
  (typeof value === 'number' ? shown(value) : (value ?? '')).padStart(10);
const shown = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));

/** A row for each contender, these beside one another. */
const COLUMNS = [
  [CLASSIFIER, 1] as const,
  ...Object.keys(NETWORKS).flatMap((name) => [1, 8, 64].map((width) => [name, width] as const)),
];

export async function benchTensorflow(): Promise<void> {
  const ours = installed();
  if (ours === null) {
    print('libtensorflow is not installed: `npm run sweep -- setup tensorflow`');
    return;
  }
  const libraries = [ours, ...(await olderIfAny())];
  print(
    `${libraries.map(({ version }) => `libtensorflow ${version}`).join(' and ')}, Node ${process.version}`,
  );
  await benchSteps(libraries);
  await benchSweeps(libraries);
}

async function olderIfAny(): Promise<Library[]> {
  try {
    return [await older((what) => print(`installing 2.15.1 to compare with: ${what}`))];
  } catch (error) {
    print(`without 2.15.1 to compare with: ${(error as Error).message}`);
    return [];
  }
}

async function benchSteps(libraries: readonly Library[]): Promise<void> {
  const contenders: Contender[] = [
    ...libraries.flatMap((library) =>
      [...new Set([1, CORES])].map((threads) => ({
        title: `${library.version}, threads: ${threads}`,
        library,
        threads,
      })),
    ),
    { title: 'simd', library: null, threads: 1 },
  ];
  print(
    '\nmicroseconds of a step, a trial (batch 160, 10 features), K trials in a cohort; on one thread in CPU time',
  );
  row(
    '',
    COLUMNS.map(([name]) => name.replace('deck, 10-10', 'deck')),
  );
  row(
    '',
    COLUMNS.map(([, width]) => `K = ${width}`),
  );
  const best = new Map<Contender, StepTimes['times'][]>(contenders.map((one) => [one, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const one of contenders) {
      const times = await timeSteps(one);
      best.get(one)!.push(times);
      row(
        `${round}/${ROUNDS} ${one.title}`,
        COLUMNS.map(([name, width]) => times[name]?.[width]),
      );
    }
  }
  const least = (one: Contender, name: string, width: number) => {
    const all = best.get(one)!.flatMap((times) => times[name]?.[width] ?? []);
    return all.length === 0 ? undefined : Math.min(...all);
  };
  print('\nthe least of the rounds');
  for (const one of contenders)
    row(
      one.title,
      COLUMNS.map(([name, width]) => least(one, name, width)),
    );
  const [ours, theirs] = libraries.map(({ version }) =>
    contenders.find(({ library, threads }) => library?.version === version && threads === 1),
  );
  if (theirs !== undefined) {
    const ratio = ([name, width]: (typeof COLUMNS)[number]) =>
      (least(ours!, name, width)! / least(theirs, name, width)!).toFixed(2);
    row(`${libraries[0]!.version} to ${libraries[1]!.version}, 1`, COLUMNS.map(ratio));
  }
  print('\nby width of the cohort');
  const widths = Object.keys(best.get(ours!)![0]![DECK_NAME]!).map(Number);
  row(
    '',
    widths.map((width) => `K = ${width}`),
  );
  for (const name of [DECK_NAME, CLASSIFIER]) {
    for (const one of contenders.filter(({ library }) => library !== null)) {
      row(
        `${name === DECK_NAME ? 'VAE' : name} ${one.title}`,
        widths.map((width) => least(one, name, width)),
      );
    }
  }
}

async function timeSteps({ library, threads }: Contender): Promise<StepTimes['times']> {
  const env = {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_NUM_INTEROP_THREADS: `${threads}`,
  };
  const args = [TIME_STEPS, ...(library === null ? [] : [library.folder])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const { runtime, times } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as StepTimes;
  if (runtime !== (library?.version ?? null)) {
    throw new Error(`${library?.folder} holds libtensorflow ${runtime}, not ${library?.version}`);
  }
  return times;
}

async function benchSweeps(libraries: readonly Library[]): Promise<void> {
  print('\nwhole sweeps of vae_mixing, 8,000 rows, threads as they are chosen: seconds');
  row('hidden, trials, epochs', ['simd', ...libraries.map(({ version }) => version)]);
  for (const size of SIZES) {
    const seconds = [await timeSweep(size, ['--engine', 'simd'])];
    for (const { folder } of libraries) {
      seconds.push(await timeSweep(size, ['--backend', 'tensorflow', '--native-folder', folder]));
    }
    row(`${size.units}-${size.units}, ${size.trials}, ${size.epochs}`, seconds);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await benchTensorflow();
