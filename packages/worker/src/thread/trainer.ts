import { isTraining, type Job, readSpec } from '@latentsweep/bus';
import {
  type Computer,
  contentName,
  type Engine,
  type EngineKind,
  LatentsweepError,
  type LoadedDataset,
  loadDataset,
  openContent,
  prepareDataset,
  runTrials,
  seedFromHex,
  type TrialHooks,
  type TrialLane,
  type TrialResult,
  Unsupported,
} from '@latentsweep/core';
import { type EngineInfo, type EngineSpec, infoOf, openEngine } from '../engine.ts';
import { DatasetCache } from './dataset-cache.ts';

/** `lane`: which of the jobs. */
export interface TrainHooks
  extends Required<Omit<TrialHooks, 'onPredictions' | 'onModel' | 'onMaker' | 'onMilestone'>> {
  /** `computedBy`: where that is not the engine whose id the results have. */
  onMilestone(lane: number, epochs: number, result: TrialResult, computedBy?: Computer): void;
  /** The job's data cannot be prepared; the others go on without it. */
  onFailure(lane: number, error: LatentsweepError): void;
}

/** Trains jobs of one shape together. */
export interface Trainer {
  readonly engine: EngineInfo;
  /** Seeds of the data sets at hand. */
  held(): readonly string[];
  /** `contentOf`: what the jobs need of their data sets, by SHA-256; all of it is there. */
  train(jobs: readonly Job[], contentOf: (sha256: string) => Uint8Array, hooks: TrainHooks): Promise<void>;
  close(): Promise<void>;
}

/** Data sets of a cohort: with more, it is trained in parts. */
const MOST_COHORT_BYTES = 512 * 1024 * 1024;

const datasetKey = ({ dataset, seed }: Job): string => `${dataset}#${seed}`;

/** One engine of the registry and the data sets that it used last. */
export async function openTrainer(engines: readonly EngineKind[], spec: EngineSpec): Promise<Trainer> {
  const { engine } = await openEngine(engines, spec);
  const trainer = trainerOn(engine);
  return engine.computedBy && !spec.alone
    ? besideTwin(trainer, () => openTrainer(engines, { kind: engine.id.kind }))
    : trainer;
}

/**
 * Trains what the first does not support on its twin, which has the same bits and supports all that its id stands for:
 * whoever has an id gets every job that asks for it.
 */
function besideTwin(first: Trainer, openTwin: () => Promise<Trainer>): Trainer {
  let twin: Promise<Trainer> | null = null;
  return {
    engine: first.engine,
    held: () => first.held(),
    async train(...given) {
      try {
        await first.train(...given);
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        twin ??= openTwin();
        await (await twin).train(...given);
      }
    },
    async close() {
      await first.close();
      await (await twin)?.close();
    },
  };
}

function trainerOn(engine: Engine): Trainer {
  const datasets = new DatasetCache();

  const dataOf = (job: Job, contentOf: (sha256: string) => Uint8Array): Promise<LoadedDataset> =>
    datasets.get(datasetKey(job), {
      prepare: async () => {
        const spec = readSpec(contentOf(job.dataset));
        const content = contentName(spec);
        const opened = await openContent(spec, content === null ? null : contentOf(content));
        return prepareDataset(spec, seedFromHex(job.seed), opened);
      },
      load: (dataset) => {
        const loaded = loadDataset(engine, dataset);
        // What is generated for a table is judged beside its validation and test rows.
        if (!dataset.columns && !dataset.shape)
          for (const { features } of [dataset.validation, dataset.test]) release(features);
        return loaded;
      },
    });

  /** Trains jobs from `from` on, as many as there is room for; returns the first that is left. */
  async function trainFrom(
    from: number,
    ...[jobs, contentOf, hooks]: Parameters<Trainer['train']>
  ): Promise<number> {
    datasets.keep(jobs.slice(from).map(datasetKey));
    const lanes: TrialLane[] = [];
    const places: number[] = [];
    let next = from;
    while (next < jobs.length && (next === from || datasets.bytes < MOST_COHORT_BYTES)) {
      try {
        lanes.push(laneOf(jobs[next]!, await dataOf(jobs[next]!, contentOf)));
        places.push(next);
      } catch (error) {
        if (!(error instanceof LatentsweepError)) throw error;
        hooks.onFailure(next, error);
      }
      next += 1;
    }
    if (lanes.length === 0) return next;
    await runTrials(engine, lanes, {
      onMilestone: (lane, epochs, result) =>
        hooks.onMilestone(places[lane]!, epochs, result, engine.computedBy),
      onEpoch: (lane, epoch) => hooks.onEpoch(places[lane]!, epoch),
      shouldStop: (lane) => hooks.shouldStop(places[lane]!),
    });
    return next;
  }

  return {
    engine: infoOf(engine),
    held: () => datasets.keys.map((key) => key.slice(key.lastIndexOf('#') + 1)),
    async train(...given) {
      try {
        for (let from = 0; from < given[0].length; ) from = await trainFrom(from, ...given);
      } finally {
        datasets.keep([]);
      }
    },
    async close() {
      datasets.clear();
      await engine.close();
    },
  };
}

/** The engine has them now. At once: no collection comes while an engine trains in its own memory. */
function release({ buffer }: Float32Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function laneOf(job: Job, data: LoadedDataset): TrialLane {
  if (!isTraining(job)) throw new TypeError(`Job ${job.id} is none to train.`);
  const milestones = [...new Set(job.milestones.map(({ epochs }) => epochs))];
  const config = { ...job.config, epochs: milestones.at(-1)! };
  return { config, seed: seedFromHex(job.seed), data, milestones };
}
