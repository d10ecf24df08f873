import { type Cost, costOfRun, type DataShape, type TrialData } from '@latentsweep/coordinator';
import {
  type Config,
  type Dataset,
  type Engine,
  freeDataset,
  type LoadedDataset,
  loadDataset,
  prepareDataset,
  runHash,
  runTrials,
  type Seed,
  typedConfig,
} from '@latentsweep/core';

/** Seconds on one thread of this machine. */
export interface Speed {
  /** An epoch without any training: predictions and metrics. */
  readonly perEpoch: number;
  /** A unit of `Cost`. */
  readonly perClassifierWork: number;
  readonly perVaeWork: number;
}

/** Time for each of the three measurements: long enough for the machine code to be made, short enough to wait for. */
const BUDGET_MS = 200;
const SEED: Seed = [1, 2];

export interface Prepared {
  readonly dataset: Dataset;
  readonly shape: DataShape;
}

/** One replicate's data as the sweep's trials get them, and what their cost depends on. */
export function prepareForCalibration({ spec, content }: TrialData): Prepared {
  const dataset = prepareDataset(spec, SEED, content);
  const { train, majority, features, classes, balance } = dataset;
  const majorityRows = train.labels.reduce((n, label) => n + (label === majority ? 1 : 0), 0);
  return {
    dataset,
    shape: { majorityRows, minorityRows: train.count - majorityRows, features, classes, balance },
  };
}

/**
 * Trains three configs on the sweep's own data and reads off what a unit takes: one without a VAE, the same with
 * twice the classifier's work, and one with a VAE where the sweep has any. `width`: trials that are trained together; a
 * unit is then what one of them takes of it.
 */
export async function measureSpeed(
  engine: Engine,
  { dataset, shape }: Prepared,
  configs: readonly Config[],
  width = 1,
): Promise<Speed> {
  const data = loadDataset(engine, dataset);
  const usesVae = (config: Config) => costOfRun(config, shape).vaeWork > 0;
  const measure = async (config: Config) => ({
    seconds: await secondsAnEpoch(engine, data, config, width),
    cost: costOfRun({ ...config, epochs: 1 }, shape),
  });
  try {
    const vae = typical(configs.filter(usesVae), shape);
    const plain = typical(
      configs.filter((config) => !usesVae(config)),
      shape,
    ) ?? { ...vae!, arm: 'oversample' };
    const once = await measure(plain);
    const twice = await measure({ ...plain, classifier_epochs: 2 * Number(plain['classifier_epochs']) });
    const perClassifierWork = Math.max(0, twice.seconds - once.seconds) / once.cost.classifierWork;
    const perEpoch = Math.max(0, 2 * once.seconds - twice.seconds);
    if (!vae) return { perEpoch, perClassifierWork, perVaeWork: 0 };
    const { seconds, cost } = await measure(vae);
    const rest = seconds - perEpoch - cost.classifierWork * perClassifierWork;
    return { perEpoch, perClassifierWork, perVaeWork: Math.max(0, rest) / cost.vaeWork };
  } finally {
    freeDataset(data);
  }
}

/** Training time on one thread of runs with that cost and that many epochs in all. */
export function secondsOf(cost: Cost, epochs: number, speed: Speed): number {
  const { perEpoch, perClassifierWork, perVaeWork } = speed;
  return epochs * perEpoch + cost.classifierWork * perClassifierWork + cost.vaeWork * perVaeWork;
}

/** Epochs of a training run, the mean over the runs that serve `configs`. */
export function epochsOfRun(configs: readonly Config[]): number {
  const longest = new Map<string, number>();
  for (const config of configs) {
    const run = runHash(config);
    longest.set(run, Math.max(longest.get(run) ?? 0, Number(config['epochs'])));
  }
  return longest.size === 0 ? 0 : [...longest.values()].reduce((a, b) => a + b, 0) / longest.size;
}

/** The config of the middle cost. */
function typical(configs: readonly Config[], shape: DataShape): Config | null {
  const work = (config: Config) => {
    const cost = costOfRun({ ...config, epochs: 1 }, shape);
    return cost.vaeWork + cost.classifierWork;
  };
  const sorted = configs.toSorted((a, b) => work(a) - work(b));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** A trial's fastest epoch within the budget, the first aside where there are more: it warms the engine up. */
async function secondsAnEpoch(
  engine: Engine,
  data: LoadedDataset,
  config: Config,
  width: number,
): Promise<number> {
  const most = 1000;
  const ends = [performance.now()];
  const lane = { config: typedConfig({ ...config, epochs: most }), seed: SEED, data, milestones: [most] };
  const lanes = Array.from({ length: width }, () => lane);
  await runTrials(engine, lanes, {
    onMilestone: () => {},
    onEpoch: (index) => {
      if (index === 0) ends.push(performance.now());
    },
    shouldStop: () => ends.length > 2 && performance.now() - ends[0]! > BUDGET_MS,
  });
  const times = ends.slice(1).map((end, i) => end - ends[i]!);
  return Math.min(...(times.length > 1 ? times.slice(1) : times)) / 1000 / width;
}
