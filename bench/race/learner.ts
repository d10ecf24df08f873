/**
 * What a search that learns needs with a race, in trained epochs, until it has found the best of a whole grid that was recorded.
 *
 *     node bench/race/learner.ts FILE SWEEP.yaml [SEEDS]
 *
 * FILE is of `bench/replay.ts record`, SWEEP.yaml the grid that was run. Each seed has an order of the replicates and a search of its
 * own. A training run is begun anew in each block: it trains, on each replicate, to the last of its milestones there.
 */

import { readFileSync } from 'node:fs';
import { type Cursor, createSearcher, parseSweep, type Searcher } from '@latentsweep/coordinator';
import { configHash, isComparator, meanInterval, runHash, shuffle } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import { type Blocks, blockOver, NO_BLOCKS } from './drive.ts';
import { type Recorded, readRecorded } from './recorded.ts';

const RUNGS = [2, 4];
const LEVEL = 0.05;
const PURPOSE = 99;
const LAGS = [4, 8, 16, 32];

const meanOf = (values: readonly (number | null)[]) =>
  meanInterval(values.map((value) => value ?? Number.NaN)).mean;

interface Found {
  /** Share of the whole grid's epochs until its best was chosen; null: never. */
  readonly best: number | null;
  /** Until what is chosen was within one standard error of the paired difference. */
  readonly near: number | null;
  /** Configs until then. */
  readonly configs: number;
}

function search(searcher: Searcher, grid: Grid, seed: number, raced: boolean): Found {
  const order = Uint32Array.from({ length: grid.replicates }, (_, i) => i);
  shuffle(order, [seed, 0], PURPOSE, 0);
  const race = blockOver(raced ? RUNGS : [], LEVEL, grid.parameters);
  const history: FinishedConfig[] = [];
  const wish = searcher.learnsFrom!;
  let [cursor, before, epochs, near]: [Cursor | null, Blocks, number, number | null] = [
    null,
    NO_BLOCKS,
    0,
    null,
  ];
  let trials = 0;
  for (let exhausted = false; !exhausted; ) {
    const made = history.length;
    const room = Math.floor((grid.byHash.size * grid.replicates - trials) / grid.replicates);
    const answer = searcher.ask({
      cursor,
      made,
      finished: chosenOf(history, made, wish),
      running: [],
      room,
      atMost: room,
    });
    ({ cursor, exhausted } = answer);
    const known = new Set(history.map(({ config }) => configHash(config as never)));
    const configs = answer.configs.filter((config) => !known.has(configHash(config)));
    const racers = configs.map((config) => {
      const { values, ...told } = grid.byHash.get(configHash(config))!;
      return { ...told, run: runHash(config), values: Array.from(order, (j) => values[j]!) };
    });
    const { got, after } = race(racers, before);
    before = after;
    const last = new Map<string, number>();
    racers.forEach(({ run, epochs: own }, i) => {
      for (let r = 0; r < got[i]!; r++) last.set(`${run}/${r}`, Math.max(last.get(`${run}/${r}`) ?? 0, own));
    });
    for (const own of last.values()) epochs += own;
    racers.forEach(({ values }, i) => {
      trials += got[i]!;
      const own = meanInterval(values.slice(0, got[i]).map((value) => value ?? Number.NaN));
      history.push({
        ...{ place: history.length, config: configs[i]!, violation: 0, pruned: got[i]! < values.length },
        ...{ mean: own.mean, sd: sdOf(values.slice(0, got[i])), n: got[i]! },
      });
    });
    const chosen = before.best;
    if (!chosen) continue;
    const differences = grid.best.values.map((value, j) => value! - grid.byHash.get(chosen.hash)!.values[j]!);
    const error = sdOf(differences)! / Math.sqrt(differences.length);
    if (meanOf(differences) <= error) near ??= epochs / grid.epochs;
    if (chosen.hash === grid.best.hash || meanOf(differences) <= 0)
      return { best: epochs / grid.epochs, near, configs: history.length };
  }
  return { best: null, near, configs: history.length };
}

function sdOf(values: readonly (number | null)[]): number | null {
  const numbers = values.map((value) => value ?? Number.NaN);
  const mean = meanOf(numbers);
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1));
}

type Grid = ReturnType<typeof gridOf>;

function gridOf({ configs, parameters }: Recorded) {
  const replicates = configs[0]!.values.length;
  const last = new Map<string, number>();
  for (const { run, epochs } of configs) last.set(run, Math.max(last.get(run) ?? 0, epochs));
  const ranked = configs.toSorted((a, b) => meanOf(b.values) - meanOf(a.values));
  return {
    ...{ parameters, replicates, best: ranked[0]! },
    byHash: new Map(configs.map((one) => [one.hash, { ...one, comparator: isComparator(one.arm) }])),
    epochs: replicates * [...last.values()].reduce((sum, epochs) => sum + epochs, 0),
  };
}

const [file, sweep, seeds = '20'] = process.argv.slice(2);
if (file === undefined || sweep === undefined)
  throw new Error('node bench/race/learner.ts FILE SWEEP.yaml [SEEDS]');
const grid = gridOf(readRecorded(file));
const quantile = (values: readonly (number | null)[], q: number) => {
  const sorted = values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
  return Number.isFinite(at) ? `${(100 * at).toFixed(1)}%` : 'never';
};
process.stdout.write(
  `${grid.byHash.size} configs, ${grid.replicates} replicates, ${grid.epochs} epochs; ${seeds} seeds.\n\n` +
    '| lag | | within 1 se, median | 19 of 20 | the best itself, median | 19 of 20 | configs, mean |\n|---|---|---|---|---|---|---|\n',
);
for (const lag of LAGS) {
  for (const raced of [false, true]) {
    const found = Array.from({ length: Number(seeds) }, (_, seed) => {
      const overrides = {
        ...{ method: 'bayes', replicates: grid.replicates, lag, race: { rungs: RUNGS }, seed: seed + 1 },
        run_cap: (grid.byHash.size - 1) * grid.replicates,
      };
      const text = `${readFileSync(sweep, 'utf8').replaceAll(/^(method|replicates|seed|run_cap|race|lag):.*\n/gm, '')}\n${Object.entries(
        overrides,
      )
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join('\n')}\n`;
      const { definition } = parseSweep(text, { path: sweep, folder: '/', engines: [] });
      return search(createSearcher(definition), grid, seed, raced);
    });
    const cells = [
      ...[lag, raced ? 'race' : 'no race'],
      ...[0.5, 0.949].map((q) =>
        quantile(
          found.map(({ near }) => near),
          q,
        ),
      ),
      ...[0.5, 0.949].map((q) =>
        quantile(
          found.map(({ best }) => best),
          q,
        ),
      ),
      Math.round(found.reduce((sum, { configs }) => sum + configs, 0) / found.length),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
