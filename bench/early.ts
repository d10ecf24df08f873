/**
 * Early termination over a recorded grid: what it saves, and what that costs.
 *
 *     node bench/replay.ts record STORE SWEEP FILE    a whole grid, with a milestone at each band
 *     node bench/early.ts FILE                        rules on it, by its first replicate, by each, and by all together
 *
 * Judged are the runs at their last milestone; what is shorter is what a band would have had there. Saving is counted in
 * trained epochs: what goes on is trained again from its beginning. Regret is how far the best of what is left lies below the
 * best of all, by the same replicates.
 */

import { bandsOf, judgeBand, type Racer } from '@latentsweep/core';
import { readRecorded } from './race/recorded.ts';

type Rule = Parameters<typeof judgeBand>[2]['rule'];

const RULES: readonly Rule[] = [
  ...[true, false].map((strict) => ({ type: 'hyperband', eta: 3, strict }) as const),
  ...[true, false].map((strict) => ({ type: 'hyperband', eta: 9, strict }) as const),
  ...[true, false].map((strict) => ({ type: 'median', eta: 3, strict }) as const),
];

const meanOf = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;

/** One sweep of these replicates of the grid. */
function replay(grid: readonly Racer[], minIter: number, rule: Rule) {
  const longest = Math.max(...grid.map(({ epochs }) => epochs));
  const valueAt = new Map(grid.map((one) => [`${one.run}/${one.epochs}`, one.values]));
  const all = grid.filter(({ epochs }) => epochs === longest);
  let alive = all;
  let epochs = 0;
  const decided: { run: string; epochs: number; value: number }[] = [];
  for (const band of bandsOf({ minIter, eta: rule.eta }).filter((one) => one < longest)) {
    epochs += alive.length * band;
    const there = alive.map((one) => {
      const values = valueAt.get(`${one.run}/${band}`);
      if (!values) throw new Error(`The grid has no milestone at ${band} epochs.`);
      return { ...one, waiting: true, values };
    });
    const decisions = judgeBand(there, decided, { band, rule, words: { metric: '', sign: 1 } });
    decided.push(...there.map(({ run, values }) => ({ run, epochs: band, value: meanOf(values) })));
    alive = alive.filter((_, i) => decisions[i]!.kept);
  }
  epochs += alive.length * longest;
  const best = (of: readonly Racer[]) => Math.max(...of.map(({ values }) => meanOf(values)));
  return { share: epochs / (all.length * longest), left: alive.length, regret: best(all) - best(alive) };
}

const grid = readRecorded(process.argv[2]!).configs.filter(({ comparator }) => !comparator);
const replicates = grid[0]!.values.length;
const of = (from: number, to: number) => grid.map((one) => ({ ...one, values: one.values.slice(from, to) }));
const runs = new Set(grid.map(({ run }) => run)).size;
const bands = [...new Set(grid.map(({ epochs }) => epochs))].sort((a, b) => a - b).slice(0, -1);

process.stdout.write(
  `${runs} runs, ${replicates} replicates, milestones at ${bands.join(', ')} and the end.\n\n`,
);
process.stdout.write(
  '| rule | bands | epochs trained | runs left | best kept, by one replicate | mean regret | by all | regret |\n',
);
process.stdout.write('|---|---|---|---|---|---|---|---|\n');
for (const rule of RULES) {
  for (const minIter of bands) {
    const own = bandsOf({ minIter, eta: rule.eta }).filter((band) => band <= bands.at(-1)!);
    if (!own.every((band) => bands.includes(band))) continue;
    const single = Array.from({ length: replicates }, (_, r) => replay(of(r, r + 1), minIter, rule));
    const whole = replay(of(0, replicates), minIter, rule);
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const cells = [
      `${rule.type}, eta ${rule.eta}${rule.strict ? '' : ', not strict'}`,
      own.join(', '),
      `${(100 * whole.share).toFixed(1)}%`,
      String(whole.left),
      `${single.filter(({ regret }) => regret === 0).length} of ${replicates}`,
      mean(single.map(({ regret }) => regret)).toFixed(5),
      whole.regret === 0 ? 'kept' : 'lost',
      whole.regret.toFixed(5),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
