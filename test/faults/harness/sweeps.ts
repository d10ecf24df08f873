import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from './random.ts';

/** The sweeps that are run under faults: short trials, some with milestones, some of which diverge. */

export interface SweepSize {
  readonly name?: string;
  readonly seed?: number;
  /** Times 36 trials in 12 training runs. */
  readonly rates?: number;
  /** On the rows of a file instead of simulated ones. */
  readonly table?: boolean;
}

const TABLE = 'table.csv';

const RATES = 6;

/** Poison is told by its rate. */
export const rateOf = (index: number): number => (index + 32) / 256;
export const trialsOf = (rates = RATES): number => 36 * rates;

/** Writes the sweep file, with the table that it names, into a folder; returns its path. */
export async function writeSweep(folder: string, text: string): Promise<string> {
  const file = join(folder, 'sweep.yaml');
  await writeFile(file, text);
  if (text.includes(TABLE)) await writeFile(join(folder, TABLE), tableText());
  return file;
}

function tableText(): string {
  const random = new Random(1);
  const rows = Array.from({ length: 800 }, () => {
    const [a, b, c] = [random.next(), random.next(), random.next()];
    return [a, b, c, a + b + random.next() > 1.5 ? 1 : 0].join(',');
  });
  return ['a,b,c,y', ...rows, ''].join('\n');
}

/** 3 replicates x 4 (arm, learning rate) x rates, with 3 milestones each. */
export function mixedSweep({
  name = 'mixed',
  seed = 1,
  rates = RATES,
  table = false,
}: SweepSize = {}): string {
  return `
name: ${name}
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 3
seed: ${seed}
dataset: ${table ? `{ path: ${TABLE}, target: y, positive: 1 }` : '{ kind: simulated, train: 400, validation: 200, test: 200 }'}
parameters:
  minority_rate: { values: [${Array.from({ length: rates }, (_, i) => rateOf(i)).join(', ')}] }
  arm: { values: [oversample, vae_mixing] }
  latent_size: { value: 2 }
  learning_rate: { values: [0.001, 10] }
  epochs: { values: [1, 2, 5] }
`;
}

/** 36 configs, a few of each question: once ten results are known, from these. */
export const learningSweep = (): string => `
name: learning
method: bayes
lag: 4
metric: { name: test_accuracy, goal: maximize }
replicates: 3
run_cap: 108
seed: 1
dataset: { kind: simulated, train: 400, validation: 200, test: 200 }
parameters:
  minority_rate: { min: 0.05, max: 0.5 }
  arm: { values: [oversample, vae_mixing] }
  latent_size: { value: 2 }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  epochs: { value: 2 }
`;

/** The same with a race by blocks of 6, none of whose configs are compared with. */
export const racedLearningSweep = (): string =>
  learningSweep()
    .replace('name: learning', 'name: blocks')
    .replace('lag: 4', 'lag: 6\nbaselines: false')
    .replace('oversample', 'smote')
    .replace('replicates: 3', 'replicates: 4\nrace: true');

/** The same whose runs are judged after 1 epoch and after 2 of 4, block by block. */
export const stoppedLearningSweep = (): string =>
  learningSweep()
    .replace('name: learning', 'name: stopped\nearly_terminate: { type: hyperband, min_iter: 1, eta: 2 }')
    .replace('lag: 4', 'lag: 6\nbaselines: false')
    .replace('oversample', 'smote')
    .replace('epochs: { value: 2 }', 'epochs: { value: 4 }');
