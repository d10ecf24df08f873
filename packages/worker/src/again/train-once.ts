import {
  decodeRows,
  type Engine,
  type EngineKind,
  freeDataset,
  loadDataset,
  openTable,
  type Predictions,
  prepareDataset,
  runTrials,
  seedFromHex,
  type TrialResult,
} from '@latentsweep/core';
import { openEngine } from '../engine.ts';
import { shownRows } from './shown-rows.ts';
import type { AgainTask, TrainedAgain, TrialPredictions } from './task.ts';

/** Trains one trial in this thread, as it was trained, and gathers what it predicts and makes. Throws what engines and data do. */
export async function trainOnce(
  engines: readonly EngineKind[],
  task: AgainTask,
  onEpoch: (epoch: number) => void,
): Promise<TrainedAgain> {
  const { engine } = await openEngine(engines, task.engine);
  try {
    const trained = await train(engine, task, onEpoch);
    return { engine: { id: engine.id, traits: engine.traits }, ...trained };
  } finally {
    await engine.close();
  }
}

async function train(
  engine: Engine,
  { config, seed: hex, spec, content }: AgainTask,
  onEpoch: (epoch: number) => void,
): Promise<{ readonly result: TrialResult; readonly predictions: TrialPredictions | null }> {
  const seed = seedFromHex(hex);
  const table = content && (await openTable(content));
  const dataset = prepareDataset(spec, seed, table);
  const data = loadDataset(engine, dataset);
  const got: { result?: TrialResult; predictions?: Predictions } = {};
  try {
    await runTrials(engine, [{ config, seed, data, milestones: [config.epochs] }], {
      onMilestone: (_, __, ended) => {
        got.result = ended;
      },
      onPredictions: (_, __, predictions) => {
        got.predictions = predictions;
      },
      onEpoch: (_, epoch) => onEpoch(epoch),
    });
  } finally {
    freeDataset(data);
  }
  if (!got.result) throw new Error('The training run ended without a result.');
  return { result: got.result, predictions: got.predictions ? shownOf(got.predictions) : null };

  function shownOf({ test, validation, rows }: Predictions): TrialPredictions {
    const decode = (features: Float32Array) => decodeRows(spec, seed, table, features);
    const classes = dataset.classNames;
    return { classes, test, validation, rows: rows && shownRows(rows, dataset.features, decode) };
  }
}
