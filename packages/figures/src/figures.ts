/** All figures, by the names that `sweep plot` takes. */

import type { Drawing, Frame } from './drawing.ts';
import { type ArmsData, drawArms } from './figure/arms.ts';
import { type CalibrationData, drawCalibration } from './figure/calibration.ts';
import { type ConfusionData, drawConfusion } from './figure/confusion.ts';
import { type ContourData, drawContour } from './figure/contour.ts';
import { type CurvesData, drawCurves } from './figure/curves.ts';
import { type DurationsData, drawDurations } from './figure/durations.ts';
import { drawEdf, type EdfData } from './figure/edf.ts';
import { drawGenerated, type GeneratedData } from './figure/generated.ts';
import { drawHistory, type HistoryData } from './figure/history.ts';
import { drawImportance, type ImportanceData } from './figure/importance.ts';
import { drawParallel, type ParallelData } from './figure/parallel.ts';
import { drawPrecisionRecall, type PrecisionRecallData } from './figure/precision-recall.ts';
import { drawRoc, type RocData } from './figure/roc.ts';
import { drawSlice, type SliceData } from './figure/slice.ts';
import { drawTestVsValidation, type TestVsValidationData } from './figure/test-vs-validation.ts';
import { drawTimeline, type TimelineData } from './figure/timeline.ts';

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
  | GeneratedData;

export type FigureName = FigureData['figure'];

interface FigureKind<Data> {
  /** What it shows, in a sentence. */
  readonly about: string;
  /** Of a whole sweep, or of one config. */
  readonly of: 'sweep' | 'config';
  draw(data: Data, frame: Frame): Drawing;
}

/** In the order in which a page shows them. */
export const FIGURES: { readonly [Name in FigureName]: FigureKind<Extract<FigureData, { figure: Name }>> } = {
  history: {
    about: 'The best so far: how long the sweep went on finding something better.',
    of: 'sweep',
    draw: drawHistory,
  },
  importance: {
    about: 'Which parameters tell good configs from the others (PED-ANOVA).',
    of: 'sweep',
    draw: drawImportance,
  },
  parallel: { about: 'Configs as lines through their parameters.', of: 'sweep', draw: drawParallel },
  slice: { about: 'The metric against one parameter, one mark a config.', of: 'sweep', draw: drawSlice },
  contour: { about: 'The metric over two parameters.', of: 'sweep', draw: drawContour },
  arms: { about: 'How the metric is distributed in each arm.', of: 'sweep', draw: drawArms },
  'test-vs-validation': {
    about: 'Validation against test: what choosing by either is worth.',
    of: 'sweep',
    draw: drawTestVsValidation,
  },
  edf: { about: 'The share of configs that reach a value.', of: 'sweep', draw: drawEdf },
  timeline: { about: 'Who worked when.', of: 'sweep', draw: drawTimeline },
  durations: { about: 'How long trials took.', of: 'sweep', draw: drawDurations },
  curves: {
    about: 'Loss and accuracy over the epochs of a config, its replicates as thin lines.',
    of: 'config',
    draw: drawCurves,
  },
  confusion: { about: 'Which classes are taken for which.', of: 'config', draw: drawConfusion },
  roc: { about: 'True positives against false positives.', of: 'config', draw: drawRoc },
  'precision-recall': { about: 'Precision against recall.', of: 'config', draw: drawPrecisionRecall },
  calibration: {
    about: 'Whether what is predicted with 80% comes true in 80%.',
    of: 'config',
    draw: drawCalibration,
  },
  generated: {
    about: 'What was generated beside what is real: column by column, and in two dimensions.',
    of: 'config',
    draw: drawGenerated,
  },
};

export function draw(data: FigureData, frame: Frame): Drawing {
  return (FIGURES[data.figure] as FigureKind<FigureData>).draw(data, frame);
}
