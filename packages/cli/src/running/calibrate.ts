import { type Cost, costOfRun, type DataShape, type ResolvedDataset } from '@latentsweep/coordinator';
import {
  type Config,
  type Dataset,
  type Engine,
  freeDataset,
  type LoadedDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type Seed,
  typedConfig,
} from '@latentsweep/core';

/** Seconds that a unit of `Cost` takes on one thread of this machine. */
export interface Speed {
  readonly perClassifierWork: number;
  readonly perVaeWork: number;
}

/** Time for each of the two measurements: long enough for the machine code to be made, short enough to wait for. */
const BUDGET_MS = 250;
const SEED: Seed = [1, 2];

export interface Prepared {
  readonly dataset: Dataset;
  readonly shape: DataShape;
}

/** One replicate's data as the sweep's trials get them, and what their cost depends on. */
export function prepareForCalibration({ spec, content }: ResolvedDataset): Prepared {
  const dataset = prepareDataset(spec, SEED, content);
  const { train, majority, features, classes, balance } = dataset;
  const majorityRows = train.labels.reduce((n, label) => n + (label === majority ? 1 : 0), 0);
  return {
    dataset,
    shape: { majorityRows, minorityRows: train.count - majorityRows, features, classes, balance },
  };
}

/**
 * Trains one config without a VAE and one with, on the sweep's own data, and reads off what a unit of work takes.
 * A sweep without one of the two kinds needs no measurement of it.
 */
export async function measureSpeed(
  engine: Engine,
  { dataset, shape }: Prepared,
  configs: readonly Config[],
): Promise<Speed> {
  const data = loadDataset(engine, dataset);
  const usesVae = (config: Config) => costOfRun(config, shape).vaeWork > 0;
  try {
    const vae = typical(configs.filter(usesVae), shape);
    const plain =
      typical(
        configs.filter((c) => !usesVae(c)),
        shape,
      ) ??
      (vae && { ...vae, arm: 'placebo' });
    const perClassifierWork = plain
      ? (await secondsAnEpoch(engine, data, plain)) / epochCost(plain, shape).classifierWork
      : 0;
    if (!vae) return { perClassifierWork, perVaeWork: 0 };
    const cost = epochCost(vae, shape);
    const seconds = await secondsAnEpoch(engine, data, vae);
    const vaeSeconds = Math.max(0, seconds - cost.classifierWork * perClassifierWork);
    return { perClassifierWork, perVaeWork: vaeSeconds / cost.vaeWork };
  } finally {
    freeDataset(data);
  }
}

export function secondsOf(cost: Cost, speed: Speed): number {
  return cost.classifierWork * speed.perClassifierWork + cost.vaeWork * speed.perVaeWork;
}

/** The config of the middle cost. */
function typical(configs: readonly Config[], shape: DataShape): Config | null {
  const work = (config: Config) => {
    const cost = epochCost(config, shape);
    return cost.vaeWork + cost.classifierWork;
  };
  const sorted = configs.toSorted((a, b) => work(a) - work(b));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const epochCost = (config: Config, shape: DataShape) => costOfRun({ ...config, epochs: 1 }, shape);

/** The fastest epoch within the budget, the first aside where there are more: it warms the engine up. */
async function secondsAnEpoch(engine: Engine, data: LoadedDataset, config: Config): Promise<number> {
  const most = 1000;
  const ends = [performance.now()];
  const lane = { config: typedConfig({ ...config, epochs: most }), seed: SEED, data, milestones: [most] };
  await runTrials(engine, [lane], {
    onMilestone: () => {},
    onEpoch: () => ends.push(performance.now()),
    shouldStop: () => ends.length > 2 && performance.now() - ends[0]! > BUDGET_MS,
  });
  const times = ends.slice(1).map((end, i) => end - ends[i]!);
  return Math.min(...(times.length > 1 ? times.slice(1) : times)) / 1000;
}
