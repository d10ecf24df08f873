import { holm, normalBelow } from '@latentsweep/core';
import { print } from '../parts.ts';
import { openSearchPeer, peerStudy } from './peers.ts';
import { PROBLEMS, type Problem } from './problems.ts';
import { ourStudy, regretAt } from './study.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 30);
const TRIALS = [100, 300];
const MOST = Math.max(...TRIALS);

/** Of one problem and one number of trials: the regret of each seed. */
interface Row {
  readonly name: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Ours as it is by default, 16 behind its results; a Sobol sequence. */
  readonly lagging: readonly number[];
  readonly sobol: readonly number[];
}

/**
 * Median regret over the seeds on each problem, one trial after the other as Optuna is used, beside Optuna's TPE: the
 * Mann-Whitney test of the two, adjusted by Holm over all rows.
 */
export async function benchQuality(): Promise<void> {
  const peer = await openSearchPeer('optuna');
  const rows: Row[] = [];
  try {
    for (const problem of PROBLEMS) {
      const theirs: number[][] = [];
      for (let seed = 1; seed <= SEEDS; seed++)
        theirs.push(regrets(problem, await peerStudy(peer, problem, seed, MOST)));
      const [ours, lagging, sobol] = (
        [
          ['bayes', 1],
          ['bayes', 16],
          ['sobol', 1],
        ] as const
      ).map(([method, lag]) =>
        Array.from({ length: SEEDS }, (_, i) =>
          regrets(problem, ourStudy(problem, method, i + 1, MOST, lag)),
        ),
      );
      for (const [k, trials] of TRIALS.entries()) {
        const at = (all: readonly (readonly number[])[]) => all.map((one) => one[k]!);
        rows.push({
          name: `${problem.name}, ${trials}`,
          ...{ ours: at(ours!), theirs: at(theirs), lagging: at(lagging!), sobol: at(sobol!) },
        });
      }
    }
  } finally {
    await peer.close();
  }
  const tests = rows.map(({ ours, theirs }) => mannWhitney(ours, theirs));
  const adjusted = holm(tests.map(({ p }) => p));
  print(`median regret of ${SEEDS} seeds`, 'bayes | Optuna | P(bayes is better), p by Holm | lag 16 | sobol');
  for (const [i, { name, ours, theirs, lagging, sobol }] of rows.entries()) {
    const text = [
      ...[ours, theirs].map((all) => median(all).toPrecision(3)),
      `${tests[i]!.better.toFixed(2)}, ${adjusted[i]!.toPrecision(2)}`,
      ...[lagging, sobol].map((all) => median(all).toPrecision(3)),
    ];
    print(`  ${name} trials`, text.join(' | '));
  }
  const count = (wanted: (row: number) => boolean) => rows.filter((_, i) => wanted(i)).length;
  const told = (i: number) => adjusted[i]! < 0.05;
  print('  rows worse at the 5% level (target: 0)', String(count((i) => told(i) && tests[i]!.better < 0.5)));
  print(
    `  rows with a lower median (target: ${rows.length / 2} of ${rows.length})`,
    `${count((i) => median(rows[i]!.ours) < median(rows[i]!.theirs))}, ${count((i) => told(i) && tests[i]!.better > 0.5)} of them at the 5% level`,
  );
}

const regrets = (problem: Problem, tried: ReturnType<typeof ourStudy>) =>
  TRIALS.map((trials) => regretAt(problem, tried, trials));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** The chance that a value of `a` is below one of `b`, and, by its normal approximation, how likely as far from a half. */
function mannWhitney(
  a: readonly number[],
  b: readonly number[],
): { readonly better: number; readonly p: number } {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x < y ? 1 : x === y ? 0.5 : 0;
  const pairs = a.length * b.length;
  const deviation = Math.sqrt((pairs * (a.length + b.length + 1)) / 12);
  return { better: wins / pairs, p: 2 * normalBelow(-Math.abs(wins - pairs / 2) / deviation) };
}
