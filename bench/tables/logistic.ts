/** Part 2: `logistic` beside scikit-learn's LogisticRegression, at the same optimum, on one core. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FittingRows, fitLogistic } from '@latentsweep/core';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { preparedTable } from './prepared.ts';

const SCRIPT = fileURLToPath(new URL('../peers/linear.py', import.meta.url));
const L2 = 1;
const ROUNDS = 9;
/** How far its mean log loss may be from the best that any of these finds. */
const SAME = 1e-6;

interface Asked {
  readonly solver: string;
  readonly tol: number;
  readonly double: boolean;
}

interface Answer {
  readonly seconds: number;
  readonly objective: number;
  readonly log_loss: number;
  readonly iterations: number;
}

/** Each solver that knows ridge and two classes, at the loosest of these that is the same optimum. */
const SOLVERS: readonly Asked[] = ['newton-cholesky', 'newton-cg', 'lbfgs', 'liblinear'].flatMap((solver) =>
  [false, true].flatMap((double) => [1e-3, 1e-4, 1e-5, 1e-6, 1e-7].map((tol) => ({ solver, tol, double }))),
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
  const peer = await openPeer(rows);
  if (typeof peer === 'string') return print('logistic', peer);
  try {
    const first = [];
    for (const asked of SOLVERS) first.push({ asked, answer: await peer.ask(asked) });
    const best = Math.min(objectiveOf(rows).objective, ...first.map(({ answer }) => answer.objective));
    const exact = first.filter(({ answer }) => answer.objective - best < SAME);
    const times: { readonly ours: number; readonly theirs: readonly Answer[] }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const theirs = [];
      for (const { asked } of exact) theirs.push(await peer.ask(asked));
      const start = performance.now();
      fitLogistic(rows, { l2: L2 });
      times.push({ ours: (performance.now() - start) / 1000, theirs });
    }
    const medians = exact.map((_, i) => median(times.map(({ theirs }) => theirs[i]!.seconds)));
    const fastest = medians.indexOf(Math.min(...medians));
    const { asked } = exact[fastest]!;
    const ours = objectiveOf(rows);
    print(
      `logistic, ridge ${L2}, ${rows.count.toLocaleString('en-US')} x ${columns}`,
      `${ms(median(times.map((t) => t.ours)))}, log loss ${ours.logLoss.toFixed(9)}`,
    );
    print(
      `  scikit-learn's best: ${asked.solver}, tol ${asked.tol}, ${asked.double ? 'double' : 'single'} precision`,
      `${ms(medians[fastest]!)}, log loss ${exact[fastest]!.answer.log_loss.toFixed(9)}`,
    );
    print(
      '  time to that (target: 0.7)',
      median(times.map((t) => t.ours / t.theirs[fastest]!.seconds)).toFixed(2),
    );
    print('  objective above the lowest seen (target: below 1e-6)', (ours.objective - best).toExponential(1));
  } finally {
    await peer.close();
  }
}

const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;

/** The mean loss of our fit, without and with the ridge, in the built-in functions. */
function objectiveOf(rows: FittingRows): { readonly objective: number; readonly logLoss: number } {
  const { model } = fitLogistic(rows, { l2: L2 });
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

/** A Python with scikit-learn that fits these rows as often as it is asked; or why there is none. */
async function openPeer(rows: FittingRows) {
  const python = [process.env['SKLEARN_PYTHON'], '/usr/bin/python3', 'python3'].find(
    (path) => path && (!path.includes('/') || existsSync(resolve(path))),
  )!;
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const [x, y] = [join(folder, 'x'), join(folder, 'y')] as const;
  await writeFile(x, rows.features);
  await writeFile(y, rows.labels);
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(python, [SCRIPT, x, y, String(rows.columns), String(L2)], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (asked: Asked): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${python} ended`);
    return JSON.parse(value) as Answer;
  };
  const close = async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  child.stdin.on('error', () => {});
  try {
    await ask({ solver: 'lbfgs', tol: 1, double: true });
  } catch {
    await close();
    return `skipped: no scikit-learn in ${python} (SKLEARN_PYTHON names another Python)`;
  }
  return { ask, close };
}
