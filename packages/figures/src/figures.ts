/** All figures, by the names that `sweep plot` takes. */

import type { Drawing, Frame } from './drawing.ts';
import { type ArmsData, armsTable, drawArms } from './figure/arms.ts';
import { type CalibrationData, drawCalibration } from './figure/calibration.ts';
import { calibrationTable } from './figure/calibration-table.ts';
import { type ConfusionData, drawConfusion } from './figure/confusion.ts';
import { confusionTable } from './figure/confusion-table.ts';
import { type ContourData, contourTable, drawContour } from './figure/contour.ts';
import { type CurvesData, drawCurves } from './figure/curves.ts';
import { curvesTable } from './figure/curves-table.ts';
import { type DurationsData, drawDurations } from './figure/durations.ts';
import { durationsTable } from './figure/durations-table.ts';
import { drawEdf, type EdfData, edfTable } from './figure/edf.ts';
import { drawGenerated, type GeneratedData } from './figure/generated.ts';
import { generatedTable } from './figure/generated-table.ts';
import { drawHistory, type HistoryData, historyTable } from './figure/history.ts';
import { drawImages, type ImagesData } from './figure/images.ts';
import { imagesTable } from './figure/images-table.ts';
import { drawImportance, type ImportanceData, importanceTable } from './figure/importance.ts';
import { drawLatent, type LatentData, latentTable } from './figure/latent.ts';
import { drawParallel, type ParallelData, parallelTable } from './figure/parallel.ts';
import { drawPrecisionRecall, type PrecisionRecallData } from './figure/precision-recall.ts';
import { precisionRecallTable } from './figure/precision-recall-table.ts';
import { drawRoc, type RocData } from './figure/roc.ts';
import { rocTable } from './figure/roc-table.ts';
import { drawSlice, type SliceData, sliceTable } from './figure/slice.ts';
import {
  drawTestVsValidation,
  type TestVsValidationData,
  testVsValidationTable,
} from './figure/test-vs-validation.ts';
import { drawTimeline, type TimelineData } from './figure/timeline.ts';
import { timelineTable } from './figure/timeline-table.ts';
import type { FigureTable } from './table.ts';

export type FigureData =
  | HistoryData
  | ImportanceData
  | ParallelData
  | SliceData
  | ContourData
  | ArmsData
  | TestVsValidationData
  | EdfData
  | TimelineData
  | DurationsData
  | CurvesData
  | ConfusionData
  | RocData
  | PrecisionRecallData
  | CalibrationData
  | GeneratedData
  | ImagesData
  | LatentData;

export type FigureName = FigureData['figure'];

interface FigureKind<Data> {
  /** What it shows, in a sentence. */
  readonly about: string;
  /** Of a whole sweep, or of one config. */
  readonly of: 'sweep' | 'config';
  draw(data: Data, frame: Frame): Drawing;
  /** The data behind it as a file has it. */
  table(data: Data): FigureTable;
}

/** In the order in which a page shows them. */
export const FIGURES: { readonly [Name in FigureName]: FigureKind<Extract<FigureData, { figure: Name }>> } = {
  history: {
    about: 'The best so far: how long the sweep went on finding something better.',
    of: 'sweep',
    draw: drawHistory,
    table: historyTable,
  },
  importance: {
    about: 'Which parameters tell good configs from the others (PED-ANOVA).',
    of: 'sweep',
    draw: drawImportance,
    table: importanceTable,
  },
  parallel: {
    about: 'Configs as lines through their parameters.',
    of: 'sweep',
    draw: drawParallel,
    table: parallelTable,
  },
  slice: {
    about: 'The metric against one parameter, one mark a config.',
    of: 'sweep',
    draw: drawSlice,
    table: sliceTable,
  },
  contour: { about: 'The metric over two parameters.', of: 'sweep', draw: drawContour, table: contourTable },
  arms: {
    about: 'How the metric is distributed in each arm.',
    of: 'sweep',
    draw: drawArms,
    table: armsTable,
  },
  'test-vs-validation': {
    about: 'Validation against test: what choosing by either is worth.',
    of: 'sweep',
    draw: drawTestVsValidation,
    table: testVsValidationTable,
  },
  edf: { about: 'The share of configs that reach a value.', of: 'sweep', draw: drawEdf, table: edfTable },
  timeline: { about: 'Who worked when.', of: 'sweep', draw: drawTimeline, table: timelineTable },
  durations: { about: 'How long trials took.', of: 'sweep', draw: drawDurations, table: durationsTable },
  curves: {
    about:
      'Loss and accuracy over the epochs of a config, or what a program reported; replicates as thin lines.',
    of: 'config',
    draw: drawCurves,
    table: curvesTable,
  },
  confusion: {
    about: 'Which classes are taken for which.',
    of: 'config',
    draw: drawConfusion,
    table: confusionTable,
  },
  roc: { about: 'True positives against false positives.', of: 'config', draw: drawRoc, table: rocTable },
  'precision-recall': {
    about: 'Precision against recall.',
    of: 'config',
    draw: drawPrecisionRecall,
    table: precisionRecallTable,
  },
  calibration: {
    about: 'Whether what is predicted with 80% comes true in 80%.',
    of: 'config',
    draw: drawCalibration,
    table: calibrationTable,
  },
  generated: {
    about: 'What was generated beside what is real: column by column, and in two dimensions.',
    of: 'config',
    draw: drawGenerated,
    table: generatedTable,
  },
  images: {
    about: 'Images of each class, those that the arm made, and those that are taken for another class.',
    of: 'config',
    draw: drawImages,
    table: imagesTable,
  },
  latent: {
    about: 'Where a VAE puts the training rows of each class in its latent space.',
    of: 'config',
    draw: drawLatent,
    table: latentTable,
  },
};

export function draw(data: FigureData, frame: Frame): Drawing {
  return (FIGURES[data.figure] as FigureKind<FigureData>).draw(data, frame);
}

/** A row a thing that is drawn. */
export function tableOf(data: FigureData): FigureTable {
  return (FIGURES[data.figure] as FigureKind<FigureData>).table(data);
}
