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
      const result = await tinyTrial(engine);
      if (result?.outcome !== 'diverged') return ok('engine', `${id} trains`);
      return wrong('engine', `${id} computes losses that are no numbers: ${result.reason}`, rebuild);
    } finally {
      await engine.close();
    }
  } catch (error) {
    return failed('engine', error, rebuild, `the engine ${name} does not load: `);
  }
}

async function tinyTrial(engine: Engine): Promise<TrialResult | null> {
  const data = loadDataset(engine, prepareDataset(DATA, SEED, null));
  let ended: TrialResult | null = null;
  try {
    await runTrials(engine, [{ config: CONFIG, seed: SEED, data, milestones: [1] }], {
      onMilestone: (_lane, _epochs, result) => {
        ended = result;
      },
    });
    return ended;
  } finally {
    freeDataset(data);
  }
}
