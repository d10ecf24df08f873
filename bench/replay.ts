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

import { meanInterval } from '@latentsweep/core';
import { racesOver } from './race/drive.ts';
import { outcomesOf } from './race/outcome.ts';
import { readRecorded, record } from './race/recorded.ts';

/** Of all looks, of runs beside the best and of milestones within their run. */
const LEVELS = [
  [0.05, 0.01],
  [0.05, 0.05],
  [0.05, 0.1],
  [0.05, 0.2],
  [0.05, 0.5],
  [0.05, 0.9],
  [0.01, 0.02],
  [0.2, 0.4],
  [0.5, 0.9],
  [0.9, 0.99],
] as const;
const RUNGS = [
  [2, 4],
  [2, 3, 4, 6],
];

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

function replay(file: string, orders: number): void {
  const grid = readRecorded(file);
  const replicates = grid.configs[0]!.values.length;
  const comparators = grid.configs.filter(({ comparator }) => comparator).length;
  process.stdout.write(
    `${grid.sweep}: ${grid.configs.length} configs (${comparators} to compare with), ${replicates} replicates, ${grid.metric}; ${orders} orders of the replicates.\n\n` +
      '| rungs | level | within runs | epochs trained | of that at least, at most | best kept | regret within 1 se | mean regret |\n|---|---|---|---|---|---|---|---|\n',
  );
  for (const rungs of RUNGS) {
    for (const [level, within] of LEVELS) {
      const outcomes = outcomesOf(grid, racesOver(rungs, level, grid.parameters, within), orders);
      const trained = outcomes.map((one) => one.trained);
      const mean = (values: readonly number[]) => meanInterval(values).mean;
      const cells = [
        rungs.join(', '),
        level,
        within,
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
