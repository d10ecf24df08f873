import { mkdir, writeFile } from 'node:fs/promises';
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
const IMAGES = 'images.csv';
const PROGRAM = 'faulty.sh';
const STEPWISE = 'stepwise.sh';
/** Beside a sweep of a program: what workers declare. */
export const PROGRAMS = 'programs.yaml';
/** Height and width of an image. */
const SIDE = 6;

const RATES = 6;

/** Poison is told by its rate. */
export const rateOf = (index: number): number => (index + 32) / 256;
export const trialsOf = (rates = RATES): number => 36 * rates;

/** Writes the sweep file, with the table or images that it names, into a folder; returns its path. */
export async function writeSweep(folder: string, text: string, name = 'sweep.yaml'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  if (text.includes(TABLE)) await writeFile(join(folder, TABLE), tableText());
  if (text.includes(IMAGES)) await writeFile(join(folder, IMAGES), imagesText());
  if (isOfProgram(text)) await declarePrograms(folder);
  return file;
}

/** Programs, and what declares them, for a machine of this folder. */
export async function declarePrograms(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, PROGRAM), FAULTY);
  await writeFile(join(folder, STEPWISE), STEPS);
  await writeFile(join(folder, PROGRAMS), DECLARED);
}

/** Whether `run` has to be told of programs. */
export const isOfProgram = (text: string): boolean => text.includes(PROGRAM) || text.includes(STEPWISE);

/** Where a fault made a folder for it, its trials take time, or a third of them does something the first time. They end alike. */
const FAULTY = `for flag; do case $flag in --x=*) x=\${flag#*=} ;; --y=*) y=\${flag#*=} ;; esac; done
first() { [ "$y" = 2 ] && mkdir "$1/$x.$LATENTSWEEP_REPLICATE" 2>/dev/null; }
if [ -d slow ]; then sleep 0.7; fi
echo '{"step": 1, "loss": 100}'
if first killed; then kill -KILL $$; fi
if first hangs; then trap '' TERM; sleep 600; fi
if first 'takes memory'; then head -c 900000000 /dev/zero | tail -n 1 | sleep 600; fi
echo "{\\"step\\": 2, \\"loss\\": $(( x * y )).$(( LATENTSWEEP_SEED % 1000 ))}"
`;

const DECLARED = `programs:
  ${PROGRAM}:
    deterministic: true
    retries: 1
    limits: { seconds: 6, memory_mb: 200 }
  ${STEPWISE}: { checkpoint: true }
`;

/** 30 steps, which take 15 s in a folder where a fault made another for it; says from which one it goes on. */
const STEPS = `for flag; do case $flag in --x=*) x=\${flag#*=} ;; esac; done
at="$LATENTSWEEP_CHECKPOINT/step"
n=$(cat "$at" 2>/dev/null || echo 0)
echo "from step $n in $PWD"
while [ "$n" -lt 30 ]; do
  n=$((n + 1))
  if [ -d slow ]; then sleep 0.5; fi
  echo "{\\"step\\": $n, \\"loss\\": $(( x * (30 - n) )).$(( LATENTSWEEP_SEED % 1000 ))}"
  echo "$n" > "$at.new"; mv "$at.new" "$at"
done
`;

/** 4 trials of a program that keeps checkpoints. */
export const stepwiseSweep = (): string => `
name: stepwise
program: ${STEPWISE}
method: grid
seed: 1
replicates: 2
metric: { name: loss, goal: minimize }
parameters: { x: { values: [1, 2] } }
`;

/** 54 trials of a program of the user's own. */
export const programSweep = (): string => `
name: program
program: ${PROGRAM}
method: grid
seed: 1
replicates: 3
metric: { name: loss, goal: minimize }
parameters: { x: { values: [1, 2, 3, 4, 5, 6] }, y: { values: [1, 2, 3] } }
`;

function tableText(): string {
  const random = new Random(1);
  const rows = Array.from({ length: 800 }, () => {
    const [a, b, c] = [random.next(), random.next(), random.next()];
    return [a, b, c, a + b + random.next() > 1.5 ? 1 : 0].join(',');
  });
  return ['a,b,c,y', ...rows, ''].join('\n');
}

/** Noise with a bright bar in one row of pixels, or in one column of them. */
function imagesText(): string {
  const random = new Random(1);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const lies = i % 3 > 0;
    const place = 1 + Math.floor(random.next() * (SIDE - 2));
    const pixels = Array.from({ length: SIDE ** 2 }, (_, at) => {
      const onBar = (lies ? Math.floor(at / SIDE) : at % SIDE) === place;
      return Math.floor(random.next() * 156) + (onBar ? 100 : 0);
    });
    return [...pixels, lies ? 'row' : 'column'].join(',');
  });
  const columns = Array.from({ length: SIDE ** 2 }, (_, at) => `p${at}`);
  return [[...columns, 'bar'].join(','), ...rows, ''].join('\n');
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

/** The same of small convolutional networks, a VAE's too, and what makes images or turns them. */
export const imageLearningSweep = (): string => `
name: images
method: bayes
lag: 4
baselines: false
metric: { name: test_accuracy, goal: maximize }
replicates: 3
run_cap: 108
seed: 1
dataset: { kind: images, path: ${IMAGES}, target: bar, shape: [${SIDE}, ${SIDE}, 1], max: 255 }
parameters:
  minority_rate: { min: 0.2, max: 1 }
  arm: { values: [none, transform, mixup, vae_mixing] }
  classifier_layers: { value: [conv 4 3x3, pool 2, dropout 0.25, dense 8] }
  encoder_layers: { value: [conv 3 3x3 stride 2, conv 4 3x3, pool 2, dense 8] }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  latent_size: { value: 2 }
  batch_size: { value: 32 }
  steps_per_epoch: { value: 5 }
  classifier_epochs: { value: 2 }
  epochs: { value: 2 }
`;
