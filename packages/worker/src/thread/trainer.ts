import type { Job } from '@latentsweep/bus';
import {
  loadDataset,
  prepareDataset,
  runTrials,
  seedFromHex,
  type TrialResult,
  typedConfig,
} from '@latentsweep/core';
import { type EngineSpec, engineId, openEngine } from '../engine.ts';
import { DatasetCache } from './dataset-cache.ts';

export interface TrainHooks {
  onMilestone(epochs: number, result: TrialResult): void;
  onEpoch(epoch: number): void;
  shouldStop(): boolean;
}

/** Trains one job at a time. */
export interface Trainer {
  /** `name@version`. */
  readonly engine: string;
  /** Seeds of the data sets at hand. */
  held(): readonly string[];
  /** `content`: reads the bytes of the job's table, null where nobody has them. */
  train(job: Job, content: () => Uint8Array | null, hooks: TrainHooks): Promise<void>;
  close(): Promise<void>;
}

/** One engine and the data sets that it used last. */
export async function openTrainer(spec: EngineSpec): Promise<Trainer> {
  const engine = await openEngine(spec);
  const datasets = new DatasetCache();
  return {
    engine: engineId(engine),
    held: () => datasets.keys.map((key) => key.slice(key.lastIndexOf('#') + 1)),
    async train(job, content, hooks) {
      const seed = seedFromHex(job.seed);
      const data = datasets.get(`${JSON.stringify(job.dataset)}#${job.seed}`, {
        prepare: () => prepareDataset(job.dataset, seed, content()),
        load: (dataset) => loadDataset(engine, dataset),
      });
      const milestones = job.milestones.map(({ epochs }) => epochs);
      const config = typedConfig({ ...job.config, epochs: milestones.at(-1)! });
      await runTrials(engine, [{ config, seed, data, milestones }], {
        onMilestone: (_, epochs, result) => hooks.onMilestone(epochs, result),
        onEpoch: (_, epoch) => hooks.onEpoch(epoch),
        shouldStop: () => hooks.shouldStop(),
      });
    },
    async close() {
      datasets.clear();
      await engine.close();
    },
  };
}
