import {
  decodeRows,
  type Engine,
  type EngineKind,
  freeDataset,
  loadDataset,
  openTable,
  type Predictions,
  prepareDataset,
  preparedColumns,
  runTrials,
  seedFromHex,
  type TrainedClassifier,
} from '@latentsweep/core';
import { openEngine } from '../engine.ts';
import { shownRows } from './shown-rows.ts';
import type { AgainTask, TrainedAgain, TrialModel, TrialPredictions } from './task.ts';

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
  { config, seed: hex, spec, content, takesModel }: AgainTask,
  onEpoch: (epoch: number) => void,
): Promise<Omit<TrainedAgain, 'engine'>> {
  const seed = seedFromHex(hex);
  const table = content && (await openTable(content));
  const dataset = prepareDataset(spec, seed, table);
  const data = loadDataset(engine, dataset);
  const got: { result?: TrainedAgain['result']; predictions?: Predictions; classifier?: TrainedClassifier } =
    {};
  try {
    await runTrials(engine, [{ config, seed, data, milestones: [config.epochs] }], {
      onMilestone: (_, __, ended) => {
        got.result = ended;
      },
      onPredictions: (_, __, predictions) => {
        got.predictions = predictions;
      },
      ...(takesModel && {
        onClassifier: (_: number, __: number, classifier: TrainedClassifier) => {
          got.classifier = classifier;
        },
      }),
      onEpoch: (_, epoch) => onEpoch(epoch),
    });
  } finally {
    freeDataset(data);
  }
  if (!got.result) throw new Error('The training run ended without a result.');
  return {
    result: got.result,
    predictions: got.predictions ? shownOf(got.predictions) : null,
    model: got.classifier ? modelOf(got.classifier) : null,
  };

  function modelOf(classifier: TrainedClassifier): TrialModel {
    const columns = preparedColumns(spec, seed, table);
    return { columns, classifier, testFeatures: dataset.test.features };
  }

  function shownOf({ test, validation, rows }: Predictions): TrialPredictions {
    const decode = (features: Float32Array) => decodeRows(spec, seed, table, features);
    const classes = dataset.classNames;
    return { classes, test, validation, rows: rows && shownRows(rows, dataset.features, decode) };
  }
}
