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
import { configHash, meanInterval, type Racer, runHash, shuffle } from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import { blockOver, NO_BLOCKS } from './drive.ts';
import { type Recorded, readRecorded } from './recorded.ts';

const RUNGS = [2, 4];
const LEVEL = 0.05;
const PURPOSE = 99;
const LAGS = [4, 8, 16, 32];
/** Of the grid's epochs. */
const BUDGET = 0.1;

type Values = Racer['values'];

/** Without what has no value. */
function momentsOf(values: Values): {
  readonly mean: number;
  readonly sd: number | null;
  readonly n: number;
} {
  const { mean, n } = meanInterval(values.map((value) => value ?? Number.NaN));
  const squares = values.reduce<number>((sum, value) => sum + (value === null ? 0 : (value - mean) ** 2), 0);
  return { mean, n, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}

type Grid = ReturnType<typeof gridOf>;

function gridOf({ configs, parameters }: Recorded) {
  const replicates = configs[0]!.values.length;
  const means = new Map(configs.map(({ hash, values }) => [hash, momentsOf(values).mean]));
  return {
    ...{ parameters, replicates, epochs: epochsOf(configs, () => replicates) },
    byHash: new Map(configs.map((one) => [one.hash, one])),
    best: configs.reduce((best, one) => (means.get(one.hash)! > means.get(best.hash)! ? one : best)),
  };
}

/** Of each run and replicate, up to its last milestone. */
function epochsOf(racers: readonly Racer[], n: (i: number) => number): number {
  const last = new Map<string, number>();
  racers.forEach(({ run, epochs }, i) => {
    for (let r = 0; r < n(i); r++) last.set(`${run}/${r}`, Math.max(last.get(`${run}/${r}`) ?? 0, epochs));
  });
  return [...last.values()].reduce((sum, epochs) => sum + epochs, 0);
}

/** Block by block: the share of the grid's epochs that were trained, and the best so far. */
function* searching(searcher: Searcher, grid: Grid, rungs: readonly number[], order: Uint32Array) {
  const { replicates, byHash } = grid;
  const block = blockOver(rungs, LEVEL, grid.parameters);
  const history: FinishedConfig[] = [];
  const known = new Set<string>();
  let cursor: Cursor | null = null;
  let [before, epochs, trials] = [NO_BLOCKS, 0, 0];
  for (let exhausted = false; !exhausted; ) {
    const made = history.length;
    const room = byHash.size - Math.ceil(trials / replicates);
    const finished = chosenOf(history, made, searcher.learnsFrom!);
    const answer = searcher.ask({ cursor, made, finished, running: [], room, atMost: room });
    ({ cursor, exhausted } = answer);
    const configs = answer.configs.filter((config) => !known.has(configHash(config)));
    const racers = configs.map((config) => {
      const found = byHash.get(configHash(config))!;
      return { ...found, run: runHash(config), values: Array.from(order, (j) => found.values[j]!) };
    });
    const { got, after } = block(racers, before);
    before = after;
    epochs += epochsOf(racers, (i) => got[i]!);
    racers.forEach(({ hash, values }, i) => {
      const n = got[i]!;
      known.add(hash);
      trials += n;
      const told = { place: history.length, config: configs[i]!, violation: 0, pruned: n < replicates };
      history.push({ ...told, ...momentsOf(values.slice(0, n)) });
    });
    if (before.best) yield { share: epochs / grid.epochs, chosen: byHash.get(before.best.hash)! };
  }
}

/** Shares of the grid's epochs until what is chosen is the best, and is within one standard error of it; null: never. */
interface Found {
  readonly best: number | null;
  readonly near: number | null;
  /** How far what is chosen is below the best once the budget is spent, and the standard error of that. */
  readonly regret: number;
  readonly error: number;
}

function search(searcher: Searcher, grid: Grid, rungs: readonly number[], seed: number): Found {
  const order = Uint32Array.from({ length: grid.replicates }, (_, i) => i);
  shuffle(order, [seed, 0], PURPOSE, 0);
  let near: number | null = null;
  let [regret, error] = [Number.NaN, Number.NaN];
  for (const { share, chosen } of searching(searcher, grid, rungs, order)) {
    const differences = grid.best.values.map((value, j) => value! - chosen.values[j]!);
    const { mean, sd } = momentsOf(differences);
    const own = sd! / Math.sqrt(differences.length);
    if (share <= BUDGET) [regret, error] = [mean, own];
    if (mean <= own) near ??= share;
    if (mean <= 0) return { best: share, near, regret, error };
  }
  return { best: null, near, regret, error };
}

function searcherOf(text: string, grid: Grid, lag: number, seed: number): Searcher {
  const keys = { method: 'bayes', replicates: grid.replicates, lag, race: { rungs: RUNGS }, seed: seed + 1 };
  // One config less than there are: else it would be the grid.
  const changed = { ...keys, run_cap: (grid.byHash.size - 1) * grid.replicates };
  const kept = text.replaceAll(new RegExp(`^(${Object.keys(changed).join('|')}):.*\n`, 'gm'), '');
  const lines = Object.entries(changed).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  const options = { path: 'bench.yaml', folder: '/', engines: [] };
  return createSearcher(parseSweep(`${kept}\n${lines.join('')}`, options).definition);
}

const [file, sweep, seeds = '20'] = process.argv.slice(2);
if (file === undefined || sweep === undefined) {
  process.stderr.write('node bench/race/learner.ts FILE SWEEP.yaml [SEEDS]\n');
  process.exit(2);
}
const text = readFileSync(sweep, 'utf8');
const grid = gridOf(readRecorded(file));
const print = (...cells: unknown[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const mean = (values: readonly number[]) => meanInterval(values).mean;
const rising = (values: readonly (number | null)[]) =>
  values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : 'never');

process.stdout.write(
  `${grid.byHash.size} configs, ${grid.replicates} replicates, ${grid.epochs} epochs; ${seeds} seeds.\n\n`,
);
print(
  'lag',
  '',
  'within 1 se, median',
  'all but one in 20',
  'the best, median',
  'all but one in 20',
  'regret at 10%',
  'its se',
);
print(...Array.from({ length: 8 }, () => '---'));
for (const lag of LAGS) {
  for (const rungs of [[], RUNGS]) {
    const found = Array.from({ length: Number(seeds) }, (_, seed) =>
      search(searcherOf(text, grid, lag, seed), grid, rungs, seed),
    );
    const [near, best] = [rising(found.map((one) => one.near)), rising(found.map((one) => one.best))];
    const [half, most] = [Math.floor(found.length / 2), Math.ceil(0.95 * found.length) - 1];
    print(
      ...[lag, rungs.length === 0 ? 'no race' : 'race'],
      ...[near[half]!, near[most]!, best[half]!, best[most]!].map(percent),
      mean(found.map(({ regret }) => regret)).toFixed(5),
      mean(found.map(({ error }) => error)).toFixed(5),
    );
  }
}
