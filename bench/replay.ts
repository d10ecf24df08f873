/**
 * Races over a recorded grid: what they save, and what that costs.
 *
 *     node bench/replay.ts record STORE SWEEP FILE    a whole grid, run once without a race
 *     node bench/replay.ts FILE [ORDERS]              races on it, with the replicates in so many orders
 *
 * Saving is counted in trained epochs: a run trains to the last of its milestones that is alive, on each replicate. Regret is how
 * far what the race chooses (the best mean of those with all replicates) lies below the best of the whole grid, by means over
 * all replicates, beside the standard error of the paired difference of the two.
 */

import { meanInterval, type Racer, shuffle } from '@latentsweep/core';
import { racesOver } from './race/drive.ts';
import { type Recorded, readRecorded, record } from './race/recorded.ts';

const LEVELS = [0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 0.99, 0.9999];
const RUNGS = [
  [2, 4],
  [2, 3, 4, 6],
];
const PURPOSE = 99;

const meanOf = ({ values }: Racer) => meanInterval(values.map((value) => value ?? Number.NaN)).mean;

/** The one with the best mean; what lacks a value is none. */
function bestOf<One extends Racer>(configs: readonly One[]): One {
  return configs.reduce((best, one) =>
    !(meanOf(one) <= meanOf(best)) && !Number.isNaN(meanOf(one)) ? one : best,
  );
}

interface Outcome {
  readonly saved: number;
  readonly keptBest: boolean;
  readonly regret: number;
  /** Of the paired difference of what is chosen and the best; 0 where it is the best. */
  readonly error: number;
}

function raced(grid: Recorded, race: ReturnType<typeof racesOver>, order: Uint32Array): Outcome {
  const configs = grid.configs.map((one) => ({ ...one, values: Array.from(order, (j) => one.values[j]!) }));
  const got = race(configs);
  // Of each run and replicate, up to the last milestone that is alive.
  const trained = (n: (i: number) => number) => {
    const last = new Map<string, number>();
    configs.forEach(({ run, epochs }, i) => {
      for (let r = 0; r < n(i); r++) {
        const key = `${run}/${r}`;
        last.set(key, Math.max(last.get(key) ?? 0, epochs));
      }
    });
    return [...last.values()].reduce((sum, epochs) => sum + epochs, 0);
  };
  const survivors = configs.filter((_, i) => got[i] === order.length);
  const [best, chosen] = [bestOf(configs), bestOf(survivors)];
  const differences = best.values.map((value, j) => value! - chosen.values[j]!);
  const half = meanInterval(differences);
  const squares = differences.reduce((sum, d) => sum + (d - half.mean) ** 2, 0);
  return {
    saved: 1 - trained((i) => got[i]!) / trained(() => order.length),
    keptBest: chosen.hash === best.hash,
    regret: half.mean,
    error: Math.sqrt(squares / (differences.length - 1) / differences.length),
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

function replay(file: string, orders: number): void {
  const grid = readRecorded(file);
  const replicates = grid.configs[0]!.values.length;
  const comparators = grid.configs.filter(({ comparator }) => comparator).length;
  process.stdout.write(
    `${grid.sweep}: ${grid.configs.length} configs (${comparators} to compare with), ${replicates} replicates, ${grid.metric}; ${orders} orders of the replicates.\n\n` +
      '| rungs | level | epochs trained | of that at least, at most | best kept | regret within 1 se | mean regret |\n|---|---|---|---|---|---|---|\n',
  );
  for (const rungs of RUNGS) {
    for (const level of LEVELS) {
      const race = racesOver(rungs, level, grid.parameters);
      const outcomes = Array.from({ length: orders }, (_, seed) => {
        const order = Uint32Array.from({ length: replicates }, (__, i) => i);
        shuffle(order, [seed, 0], PURPOSE, 0);
        return raced(grid, race, order);
      });
      const trained = outcomes.map(({ saved }) => 1 - saved);
      const mean = (values: readonly number[]) => meanInterval(values).mean;
      const cells = [
        rungs.join(', '),
        level,
        percent(mean(trained)),
        `${percent(Math.min(...trained))}, ${percent(Math.max(...trained))}`,
        `${outcomes.filter(({ keptBest }) => keptBest).length} of ${orders}`,
        `${outcomes.filter(({ regret, error }) => regret <= error).length} of ${orders}`,
        mean(outcomes.map(({ regret }) => regret)).toExponential(1),
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'record' && rest.length === 3) await record(rest[0]!, rest[1]!, rest[2]!);
else if (first !== undefined && first !== 'record') replay(first, Number(rest[0] ?? 20));
else {
  process.stderr.write('node bench/replay.ts record STORE SWEEP FILE | node bench/replay.ts FILE [ORDERS]\n');
  process.exitCode = 2;
}
