import {
  canonicalConfig,
  type Engine,
  type EngineKind,
  formatEngineId,
  freeDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  type TrialResult,
} from '@latentsweep/core';
import { openEngine } from '@latentsweep/worker';
import { type Check, failed, ok, wrong } from './check.ts';

const CONFIG = canonicalConfig({ arm: 'vae_mixing', hidden_sizes: [5], batch_size: 16, epochs: 1 });
const DATA: SimulatedSpec = {
  ...{ kind: 'simulated', train: 32, validation: 16, test: 16 },
  ...{ coefficients: [[1, -1, 0.5, 2]], intercepts: [0] },
};
const SEED = [1, 2] as const;

/** Loads the first of the engines and trains a tiny trial: losses must be numbers. */
export async function engineCheck(engines: readonly EngineKind[]): Promise<Check> {
  const { name } = engines[0]!;
  const rebuild = 'Build the kernels again: npm start does, and needs nothing else.';
  try {
    const { engine } = await openEngine(engines, { kind: name });
    const id = formatEngineId(engine.id);
    try {
      const fault = await faultOf(engine);
      if (fault === null) return ok('engine', `${id} trains`);
      return wrong('engine', `${id} computes losses that are no numbers: ${fault}`, rebuild);
    } finally {
      await engine.close();
    }
  } catch (error) {
    return failed('engine', error, rebuild, `the engine ${name} does not load: `);
  }
}

/** What is wrong with the losses of a tiny trial; null where they are numbers. */
async function faultOf(engine: Engine): Promise<string | null> {
  const data = loadDataset(engine, prepareDataset(DATA, SEED, null));
  const results: TrialResult[] = [];
  try {
    await runTrials(engine, [{ config: CONFIG, seed: SEED, data, milestones: [1] }], {
      onMilestone: (_lane, _epochs, result) => results.push(result),
    });
  } finally {
    freeDataset(data);
  }
  const [result] = results;
  if (result?.outcome === 'diverged') return result.reason;
  const losses = ['vae_loss', 'classifier_loss'].map((curve) => result?.curves[curve]?.at(-1) ?? Number.NaN);
  return losses.every(Number.isFinite) ? null : losses.join(', ');
}
