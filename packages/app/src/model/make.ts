import {
  type CellReading,
  type ImageReading,
  PLAIN_READING,
  type SweepDefinition,
  storedDefinition,
} from '@latentsweep/coordinator';
import {
  type DatasetSpec,
  type EngineKind,
  openImages,
  type PreparedColumn,
  predictClasses,
  readConfig,
  type TableSpec,
} from '@latentsweep/core';
import type { KnownSweep } from '@latentsweep/store';
import { runAgain, type TrainedAgain } from '@latentsweep/worker';
import { type AgainStore, dataOf } from '../again/data.ts';
import { trialToRepeat } from '../again/recorded.ts';
import { noteOn } from '../again/train-again.ts';
import { checkEngine } from '../engine/engine.ts';
import { refuseProgram } from '../program/built-in.ts';
import { readVerdict } from '../verdict/read.ts';
import { modelCard } from './card.ts';
import { type ChosenTrial, chooseTrial } from './choose.ts';
import { refuseBadFolder, writeFolder } from './folder.ts';
import { generatorCard } from './generator-card.ts';
import { generatorFiles, homeGenerator } from './generator-files.ts';
import { classifierOnnx } from './onnx/classifier.ts';
import {
  classifierFiles,
  FORMAT,
  type ModelColumn,
  type ModelRecord,
  preparationJson,
  VERSION,
} from './record.ts';

export interface MakeModel {
  readonly store: AgainStore;
  readonly sweep: KnownSweep;
  readonly engines: readonly EngineKind[];
  readonly nativeFolder?: string | undefined;
  readonly rank: number;
  /** Whose model; null: the first that completed. */
  readonly replicate: number | null;
  readonly to: string;
  readonly replace: boolean;
  readonly madeBy: ModelRecord['madeBy'];
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: number, of: number) => void) | undefined;
}

export interface MadeModel {
  readonly chosen: ChosenTrial;
  readonly record: Omit<ModelRecord, 'files'>;
  /** Why it is not the bits that were recorded; null where it is. */
  readonly note: string | null;
}

/**
 * Trains a config's trial once more, holds the result against the recorded one, and writes what it learnt into a folder.
 * Throws InputError `built_in_only`, and what `chooseTrial`, `trainAgain` and `refuseBadFolder` throw.
 */
export async function makeModel(given: MakeModel): Promise<MadeModel> {
  const { store, sweep, to, replace } = given;
  refuseProgram(
    sweep,
    'A model is made by training a built-in trial again',
    'Let the program write its model to the folder LATENTSWEEP_ARTIFACTS: what is there is kept with the trial.',
  );
  await refuseBadFolder(to, replace);
  const chosen = await chooseTrial(store, sweep, given);
  const definition = storedDefinition(sweep);
  const { engine, ...taken } = await train(given, chosen);
  const { model, predictions, note } = taken;
  const { classes } = predictions;
  const columns = model.columns.map((column) => modelColumn(column, taken.spec));
  const { json, weights } = classifierFiles(model.classifier);
  const record: Omit<ModelRecord, 'files'> = {
    ...{ format: FORMAT, version: VERSION, madeBy: given.madeBy, rank: chosen.rank },
    sweep: {
      ...{ name: sweep.name, seed: sweep.seed, metric: sweep.metric, engine },
      fingerprint: sweep.datasetFingerprint,
    },
    ...{ config: chosen.config.config, configHash: chosen.config.hash },
    ...{ replicate: chosen.trial.replicate, seed: taken.seed, resultHash: taken.resultHash },
    ...{ target: taken.spec.kind === 'table' ? taken.spec.target : 'y', classes },
    reading: readingOf(definition),
    ...imagesOf(definition, taken.shape),
    difference: differenceOf(taken),
  };
  const files = new Map<string, Uint8Array | string>([
    ['preparation.json', preparationJson(columns)],
    ['classifier.json', json],
    ...(weights === null ? [] : [['weights.bin', weights] as const]),
    ['classifier.onnx', classifierOnnx(columns, model.classifier, classes)],
  ]);
  const generator = homeGenerator(model, record);
  if (generator) for (const [name, content] of generatorFiles(generator, record)) files.set(name, content);
  const makes = generatorCard(generator, record, chosen.config.measures);
  const verdict = await readVerdict(store, sweep);
  files.set(
    'card.md',
    modelCard({ record, definition, sweep, chosen, verdict, makes, files: [...files.keys()] }),
  );
  await writeFolder(to, files, record);
  return { chosen, record, note };
}

async function train(given: MakeModel, { trial }: ChosenTrial) {
  const { store, sweep, engines, signal, onEpoch } = given;
  const recorded = await store.trial(trial.id);
  const { config: stored, seed } = trialToRepeat(recorded);
  const config = readConfig(stored);
  const { spec: engine } = await checkEngine(engines, sweep, { nativeFolder: given.nativeFolder });
  const { spec, content } = await dataOf(store, sweep);
  const trained = await runAgain(
    { engine, config, seed, spec, content, takesModel: true },
    { signal, onEpoch: (epoch) => onEpoch?.(epoch, config.epochs) },
  );
  const note = noteOn(recorded, trained, sweep.engine);
  const { model, predictions } = trained;
  if (!model || !predictions) throw new Error(`Trial ${trial.id} has a result and no model.`);
  const { row } = recorded;
  const resultHash = typeof row['result_hash'] === 'string' ? row['result_hash'] : null;
  const shape = spec.kind === 'images' ? openImages(content!).shape : null;
  return { model, predictions, note, seed, spec, shape, engine: sweep.engine, resultHash };
}

/** How far what the model predicts of the trial's test rows is from what the trial predicted. */
function differenceOf({
  model,
  predictions,
}: {
  model: NonNullable<TrainedAgain['model']>;
  predictions: NonNullable<TrainedAgain['predictions']>;
}): number {
  const { probabilities, labels } = predictions.test;
  const mine = predictClasses(model.classifier, model.testFeatures, labels.length);
  const classes = predictions.classes.length;
  let most = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const own = classes === 2 ? mine[2 * i + 1]! : mine[i]!;
    most = Math.max(most, Math.abs(own - probabilities[i]!));
  }
  // Single precision in another order is off by less; more is another model.
  if (!(most < 1e-3)) throw new Error(`The model predicts otherwise than its trial did, by ${most}.`);
  return most;
}

function readingOf({ dataset }: SweepDefinition): CellReading {
  if (dataset.kind !== 'table') return PLAIN_READING;
  const { path, header, columns, encoding, missing, decimal, dates, sheet = null, arrays = null } = dataset;
  return { path, header, columns, encoding, missing, decimal, dates, sheet, arrays };
}

function imagesOf(
  { dataset }: SweepDefinition,
  shape: ImageReading['shape'] | null,
): Pick<ModelRecord, 'images'> {
  if (dataset.kind !== 'images' || shape === null) return {};
  const { target, drop, size, channels, max } = dataset;
  return { images: { target, drop, size, channels, max, shape } };
}

function modelColumn(
  column: PreparedColumn,
  spec: Pick<TableSpec, 'categorical'> | { kind: Exclude<DatasetSpec['kind'], 'table'> },
): ModelColumn {
  if (column.kind === 'number') return { ...column, cells: 'number' };
  const numeric = 'categorical' in spec && spec.categorical.includes(column.name);
  const boolean = column.levels.every((level) => level === 'true' || level === 'false');
  return { ...column, cells: numeric ? 'numeric' : boolean ? 'boolean' : 'text' };
}
