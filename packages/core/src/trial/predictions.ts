/** What a trial predicted and generated at a milestone, row by row: made only for whoever asks. */

import type { TrainingSet } from '../augment/arm.ts';
import { cutMinority } from '../dataset/cut.ts';
import { concatenate, takeLabels, takeRows } from '../dataset/rows.ts';
import { chooseBelow } from '../random/choose.ts';
import { Purpose, Stream } from '../random/stream.ts';
import { type MadePieces, placeMade } from './made-pieces.ts';
import type { TrialLane } from './trial-lane.ts';

/** `probabilities` [n, P] row-major, as `computeMetrics` takes them; `labels` [n]. */
export interface PredictedRows {
  readonly probabilities: Float32Array;
  readonly labels: Uint8Array;
}

/** A fair choice of `of` rows, as training saw them: features [n, columns] row-major, and their classes. [n] */
interface ChosenRows {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly of: number;
}

/** Rows that an arm made, and of the rows that it made them from as many of each class, where there are so many. */
export interface MadeRows {
  readonly made: ChosenRows;
  readonly real: ChosenRows;
}

export interface Predictions {
  readonly test: PredictedRows;
  readonly validation: PredictedRows;
  /** Null in arms that make none. */
  readonly rows: MadeRows | null;
}

/** Rows of each kind that are handed out at most. */
const MOST_ROWS = 1000;

/**
 * Rows that the arm made for an epoch, as often as they stand in its training set: those that a VAE generated in this
 * epoch, SMOTE's interpolated ones, the placebo's constant one. `pieces`: all of them, `classes`: of which they are. The choice is decided by the
 * lane's seed and the epoch, and by draws of its own.
 */
export async function chooseMadeRows(
  { config, seed, data: { dataset } }: TrialLane,
  classes: Uint8Array,
  { order }: TrainingSet,
  pieces: MadePieces,
  epoch: number,
): Promise<MadeRows | null> {
  if (classes.length === 0) return null;
  const { train, features: columns } = dataset;
  const made = order.filter((row) => row >= train.count).map((row) => row - train.count);
  const places = chooseBelow(made.length, MOST_ROWS, new Stream(seed, Purpose.shown, epoch));
  const chosen = places.map((place) => made[place]!);
  const features = new Float32Array(chosen.length * columns);
  await placeMade({ pieces, count: classes.length }, Int32Array.from(chosen), columns, features);
  const labels = takeLabels(classes, chosen);

  const { kept } = cutMinority(dataset, config.minority_rate, seed);
  const sources = kept.map((own, k) => (labels.includes(k) ? own : own.subarray(0, 0)));
  const real = concatenate(
    sources.map((own, k) => {
      const wanted = labels.filter((label) => label === k).length;
      return chooseBelow(own.length, wanted, new Stream(seed, Purpose.shown, epoch, 1 + k)).map(
        (i) => own[i]!,
      );
    }),
  );
  return {
    made: { features, labels, of: made.length },
    real: {
      features: takeRows(train, columns, real),
      labels: takeLabels(train.labels, real),
      of: sources.reduce((sum, own) => sum + own.length, 0),
    },
  };
}
