/** Part 2: `logistic` beside scikit-learn's LogisticRegression, at the same optimum, on one core. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FittedLinear, type FittingRows, fitLogistic } from '@latentsweep/core';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { openPeer } from './peer.ts';
import { preparedTable } from './prepared.ts';

const L2 = 1;
const ROUNDS = 15;
/** Fits that are timed together: the clock of a thread goes on by milliseconds. */
const TOGETHER = 10;
/** How far its mean loss may be from the best that any of these finds. */
const SAME = 1e-6;

interface Solver {
  readonly solver: string;
  readonly tol: number;
  readonly double: boolean;
}

interface Found {
  /** Of CPU, which other programs lengthen less than they do the wall's. */
  readonly seconds: number;
  readonly objective: number;
  readonly logLoss: number;
}

/** Each solver that knows ridge, at tolerances of which the loosest that finds the optimum counts. */
const SOLVERS: readonly Solver[] = ['newton-cholesky', 'newton-cg', 'lbfgs'].flatMap((solver) =>
  [false, true].flatMap((double) => [1e-2, 1e-3, 1e-4, 1e-5, 1e-6].map((tol) => ({ solver, tol, double }))),
);

export async function benchLogistic(): Promise<void> {
  const data = await preparedTable('credit_default_taiwan.csv', {
    target: 'default',
    drop: ['ID'],
    categorical: ['SEX', 'EDUCATION', 'MARRIAGE'],
  });
  if (typeof data === 'string') return print('logistic', data);
  const { train, features: columns, classes } = data;
  const rows = { ...train, columns, classes, weights: null };
  const peer = await openPeer('linear.py');
  try {
    const files = { features: join(peer.folder, 'x'), labels: join(peer.folder, 'y') };
    await writeFile(files.features, rows.features);
    await writeFile(files.labels, rows.labels);
    const theirs = (solver: Solver) => peer.ask<Found>({ ...files, columns, l2: L2, ...solver });
    for (let i = 0; i < 5; i++) fitOurs(rows);

    const tried = [];
    for (const solver of SOLVERS) tried.push({ solver, found: await theirs(solver) });
    const best = Math.min(fitOurs(rows).objective, ...tried.map(({ found }) => found.objective));
    const same = tried.filter(({ found }) => found.objective - best < SAME);
    const turns: { readonly ours: Found; readonly theirs: readonly Found[] }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const all: Found[] = [];
      for (const { solver } of same) all.push(await theirs(solver));
      turns.push({ ours: fitOurs(rows), theirs: all });
    }
    const times = same.map((_, i) => median(turns.map((turn) => turn.theirs[i]!.seconds)));
    const fastest = times.indexOf(Math.min(...times));
    const { solver, tol, double } = same[fastest]!.solver;
    const ours = turns[0]!.ours;
    const name = `logistic, ridge ${L2}, ${rows.count.toLocaleString('en-US')} x ${columns}`;
    print(name, `${ms(median(turns.map((turn) => turn.ours.seconds)))}, log loss ${ours.logLoss.toFixed(8)}`);
    print(
      `  scikit-learn's fastest: ${solver}, tol ${tol}, ${double ? 'doubles' : 'singles'}`,
      `${ms(times[fastest]!)}, log loss ${same[fastest]!.found.logLoss.toFixed(8)}`,
    );
    const ratio = median(turns.map((turn) => turn.ours.seconds / turn.theirs[fastest]!.seconds));
    print('  time to that (target: 0.7)', ratio.toFixed(2));
    print('  loss above the lowest of all (target: below 1e-6)', (ours.objective - best).toExponential(1));
  } finally {
    await peer.close();
  }
}

const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms of CPU`;

function fitOurs(rows: FittingRows): Found {
  const start = process.threadCpuUsage();
  const fits = Array.from({ length: TOGETHER }, () => fitLogistic(rows, { l2: L2 }));
  const { user, system } = process.threadCpuUsage(start);
  return { seconds: (user + system) / 1e6 / TOGETHER, ...lossOf(rows, fits[0]!.model) };
}

/** The mean loss without and with the ridge, by the language's own functions. */
function lossOf(rows: FittingRows, model: FittedLinear['model']): Omit<Found, 'seconds'> {
  const w = model.weights[0]!;
  let loss = 0;
  for (let row = 0; row < rows.count; row++) {
    let score = model.intercepts[0]!;
    for (let j = 0; j < rows.columns; j++) score += w[j]! * rows.features[row * rows.columns + j]!;
    loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - rows.labels[row]! * score;
  }
  const squares = w.reduce((sum, value) => sum + value * value, 0);
  return { logLoss: loss / rows.count, objective: (loss + (L2 / 2) * squares) / rows.count };
}
