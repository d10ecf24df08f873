import {
  columnDecodings,
  copyFinder,
  cutMinority,
  type Engine,
  type EngineKind,
  fitDecoder,
  freeDataset,
  loadDataset,
  openContent,
  type Predictions,
  prepareDataset,
  preparedColumns,
  runTrials,
  seedFromHex,
  type TrainedModel,
} from '@latentsweep/core';
import { openEngine } from '../engine.ts';
import { makeRows } from './make-rows.ts';
import { shownImages } from './shown-images.ts';
import { shownLatent } from './shown-latent.ts';
import { shownRows } from './shown-rows.ts';
import type { AgainTask, MadePart, TrainedAgain, TrialModel, TrialPredictions } from './task.ts';

export interface OnceHooks {
  readonly onEpoch: (epoch: number) => void;
  /** Asked for each part that is made; says whether more is wanted. */
  readonly onMade: (part: MadePart) => Promise<boolean>;
}

/** Trains one trial in this thread, as it was trained, and gathers what it predicts and makes. Throws what engines and data do. */
export async function trainOnce(
  engines: readonly EngineKind[],
  task: AgainTask,
  told: OnceHooks,
): Promise<TrainedAgain> {
  const { engine } = await openEngine(engines, task.engine);
  try {
    const trained = await train(engine, task, told);
    return { engine: { id: engine.id, traits: engine.traits }, ...trained };
  } finally {
    await engine.close();
  }
}

async function train(
  engine: Engine,
  { config, seed: hex, spec, content, takesModel, makes = false }: AgainTask,
  { onEpoch, onMade }: OnceHooks,
): Promise<Omit<TrainedAgain, 'engine'>> {
  const seed = seedFromHex(hex);
  const opened = await openContent(spec, content);
  const dataset = prepareDataset(spec, seed, opened);
  const data = loadDataset(engine, dataset);
  const got: { result?: TrainedAgain['result']; predictions?: Predictions; model?: TrainedModel } = {};
  try {
    await runTrials(engine, [{ config, seed, data, milestones: [config.epochs] }], {
      onMilestone: (_, __, ended) => {
        got.result = ended;
      },
      onPredictions: (_, __, predictions) => {
        got.predictions = predictions;
      },
      onModel: (_, __, model) => {
        got.model = model;
      },
      ...(makes ? { onMaker: (_, __, make) => makeRows(make, makerTools()) } : {}),
      onEpoch: (_, epoch) => onEpoch(epoch),
    });
  } finally {
    freeDataset(data);
  }
  if (!got.result) throw new Error('The training run ended without a result.');
  return {
    result: got.result,
    predictions: got.predictions ? shownOf(got.predictions) : null,
    model: takesModel && got.model ? modelOf(got.model) : null,
  };

  function modelOf(model: TrainedModel): TrialModel {
    const columns = preparedColumns(spec, seed, opened);
    const decodings = columnDecodings(spec, seed, opened);
    return { ...model, columns, decodings, testFeatures: dataset.test.features };
  }

  function makerTools() {
    const decode = fitDecoder(spec, seed, opened);
    const { features, labels } = dataset.train;
    return { decode, isCopy: copyFinder({ columns: decode(features), labels }), onMade };
  }

  function shownOf({ test, validation, rows }: Predictions): TrialPredictions {
    const decode = fitDecoder(spec, seed, opened);
    const classes = dataset.classNames;
    const { kept } = cutMinority(dataset, config.minority_rate, seed);
    const generator = got.model?.generator ?? null;
    return {
      ...{ classes, test, validation },
      rows: rows && shownRows(rows, dataset.features, decode),
      images: shownImages(dataset, kept, { test, rows }, generator),
      latent: generator && shownLatent(dataset, kept, generator),
    };
  }
}
