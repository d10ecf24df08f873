/** What reading a large table takes: memory at the reach that is promised, and time beside another checkout. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { median } from './median.ts';
import { print } from './parts.ts';
import { writeFormats } from './table/formats.ts';
import { measure, type Used } from './table/peak.ts';
import { fraud, uniform, writeTable } from './table/write.ts';

const PAIRS = 5;
const OURS = resolve(import.meta.dirname, '..');
const CLI = join(OURS, 'packages/cli/bin/sweep.mjs');

/** `other`: the folder of a checkout to compare with, where there is one. */
export async function benchReading(other: string | null): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const sweep = (checkout: string, command: string, file: string, store: string): Promise<Used> => {
    const args = [command, file, '--slots', '1', '--store', join(folder, store)];
    return measure(process.execPath, [join(checkout, 'packages/cli/bin/sweep.mjs'), ...args]);
  };
  try {
    await compare(await writeTable(folder, fraud(285_000)), other, (checkout, file) =>
      sweep(checkout, 'plan', file, checkout === OURS ? 'ours' : 'other'),
    );
    for (const [columns, rows] of [
      [10_000, 200],
      [200, 200_000],
    ] as const) {
      const file = await writeTable(folder, uniform(`t${columns}`, columns, rows));
      for (const command of ['plan', 'run']) {
        const { seconds, peakMb } = await sweep(OURS, command, file, `${command}-${columns}`);
        const what = `${command}, ${rows.toLocaleString('en-US')} rows of ${columns.toLocaleString('en-US')} columns`;
        print(`${what} (target: under 1,500 MB)`, `${peakMb.toFixed(0)} MB, ${seconds.toFixed(1)} s`);
      }
    }
    for (const file of await writeFormats(folder, 10_000, 200)) {
      const { seconds, peakMb } = await measure(process.execPath, [CLI, 'validate', file]);
      const what = `validate, 200 rows of 10,000 columns, ${basename(file, '.yaml')} (target: under 1,500 MB)`;
      print(what, `${peakMb.toFixed(0)} MB, ${seconds.toFixed(1)} s`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  }
}

/** By turns, so that what else the machine does meets both. A store is made once, which is not measured. */
async function compare(
  file: string,
  other: string | null,
  plan: (checkout: string, file: string) => Promise<Used>,
): Promise<void> {
  const ours: Used[] = [];
  const theirs: Used[] = [];
  for (const checkout of other === null ? [OURS] : [other, OURS]) await plan(checkout, file);
  for (let pair = 0; pair < PAIRS; pair++) {
    if (other !== null) theirs.push(await plan(other, file));
    ours.push(await plan(OURS, file));
  }
  const of = (used: readonly Used[], key: keyof Used) => median(used.map((one) => one[key]));
  const told = (used: readonly Used[]) =>
    `${of(used, 'seconds').toFixed(1)} s, ${of(used, 'peakMb').toFixed(0)} MB`;
  print('plan, 285,000 rows of 30 columns', told(ours));
  if (other === null) return;
  print(`  in ${other}`, told(theirs));
  const ratio = (key: keyof Used) => median(ours.map((one, i) => one[key] / theirs[i]![key])).toFixed(2);
  print('  time and memory to that (target: 0.7)', `${ratio('seconds')}, ${ratio('peakMb')}`);
}
