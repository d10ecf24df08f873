/**
 * How often a verdict says `helps` where nothing helps, and where something does.
 *
 *     node bench/verdict.ts [SWEEPS]
 *
 * By the model in verdict/sweep.ts. Beside it what choosing on the mean of validation and a paired t on the test values of the
 * same replicates would say, which is what a leaderboard invites to.
 */

import { verdictMaterial, verdictOn } from '@latentsweep/core';
import { naiveHelps } from './verdict/naive.ts';
import { normalsOf } from './verdict/noise.ts';
import { type Gain, type Strength, simulatedSweep } from './verdict/sweep.ts';
import { upperBound } from './verdict/upper.ts';

const SWEEPS = Number(process.argv[2] ?? 1000);
const CONFIGS = [10, 100, 1000];
const REPLICATES = [3, 5, 10];
/** Test rows by training rows of `split: { train: 0.6, validation: 0.2, test: 0.2 }`. */
const SPLIT = 1 / 3;

const STRENGTHS: readonly Strength[] = [0, SPLIT].flatMap((q) =>
  [0, 0.5, 0.9].flatMap((m) => [0, 0.5, 0.9].map((c) => ({ q, m, c }))),
);

interface Tally {
  helps: number;
  better: number;
  naive: number;
}

function tally(configs: number, replicates: number, strength: Strength, gain: Gain, sweeps: number): Tally {
  const normal = normalsOf(configs * 100 + replicates);
  const counts = { helps: 0, better: 0, naive: 0 };
  for (let i = 0; i < sweeps; i++) {
    const judged = simulatedSweep(normal, configs, replicates, strength, gain);
    const material = verdictMaterial(judged, true);
    const verdict = verdictOn(material, strength.q);
    if (verdict.conclusion === 'none') throw new Error(verdict.reason);
    if (verdict.conclusion === 'helps') counts.helps++;
    if (verdict.comparisons.some(({ says }) => says === 'better')) counts.better++;
    if (naiveHelps(material)) counts.naive++;
  }
  return counts;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** Sweeps of which a power is measured: it need not be known as well as an error. */
const FEWER = Math.ceil(SWEEPS / 4);

const COLUMNS = [
  'configs',
  'replicates',
  'false "helps"',
  'at most',
  'any false "better"',
  'at most',
  'worst at',
  'a leaderboard’s false "helps"',
  'power, all gain 1 SD',
  'one gains 1 SD',
  'all gain 3 SD',
];

for (const q of [0, SPLIT]) {
  const title = q === 0 ? 'Data drawn anew in each replicate' : 'Replicates that split one table 60/20/20';
  console.log(`\n${title} (q = ${q.toFixed(2)}), ${SWEEPS} sweeps a strength\n`);
  console.log(`| ${COLUMNS.join(' | ')} |\n|${'---|'.repeat(COLUMNS.length)}`);
  for (const configs of CONFIGS) {
    for (const replicates of REPLICATES) console.log(`| ${line(configs, replicates, q).join(' | ')} |`);
  }
}

/** Errors at the strength where they are most, powers over all strengths. */
function line(configs: number, replicates: number, q: number): (string | number)[] {
  const found = STRENGTHS.filter((strength) => strength.q === q).map((strength) => {
    const power = (size: number, of: Gain['of']) =>
      tally(configs, replicates, strength, { size, of }, FEWER).helps / FEWER;
    return {
      strength,
      nothing: tally(configs, replicates, strength, { size: 0, of: 'all' }, SWEEPS),
      powers: [power(1, 'all'), power(1, 'one'), power(3, 'all')],
    };
  });
  const most = (of: (one: (typeof found)[number]) => number) => Math.max(...found.map(of));
  const range = (of: (one: (typeof found)[number]) => number) =>
    `${percent(Math.min(...found.map(of)))} to ${percent(most(of))}`;
  const helps = most(({ nothing }) => nothing.helps);
  const better = most(({ nothing }) => nothing.better);
  const { m, c } = found.find(({ nothing }) => nothing.better === better)!.strength;
  const shares = [helps, better].flatMap((hits) => [
    percent(hits / SWEEPS),
    percent(upperBound(hits, SWEEPS)),
  ]);
  return [
    ...[configs, replicates, ...shares, `m ${m}, c ${c}`],
    range(({ nothing }) => nothing.naive / SWEEPS),
    ...[0, 1, 2].map((i) => range(({ powers }) => powers[i]!)),
  ];
}
