import { fitLogistic } from '../classifier/linear/logistic.ts';
import { concatenate, rowsFrom, takeFeatures } from '../dataset/rows.ts';
import { rankingMetrics } from '../metric/ranking.ts';
import { Purpose, type Seed, shuffle } from '../random/stream.ts';
import { encodeBoth } from './encode.ts';
import { robustlyScaled } from './robust-scale.ts';
import type { TableColumn } from './table-column.ts';

const FOLDS = 3;

/**
 * How well a logistic regression tells generated rows from real ones that it was not fitted on: the mean over three folds
 * of the area under the ROC curve, each at least 0.5, which is guessing. SDMetrics' LogisticDetection is 2 less twice that.
 * Folds have the same shares of both kinds. NaN with fewer rows of a kind than folds.
 */
export function detection(real: readonly TableColumn[], made: readonly TableColumn[], seed: Seed): number {
  const { width, first, second } = encodeBoth(real, made);
  const counts = [real, made].map((columns) => columns[0]?.values.length ?? 0) as [number, number];
  if (Math.min(...counts) < FOLDS) return Number.NaN;
  const features = new Float32Array(first.length + second.length);
  features.set(first);
  features.set(second, first.length);
  const fold = foldsOf(counts, seed);
  const all = rowsFrom(0, fold.length);
  let sum = 0;
  for (let held = 0; held < FOLDS; held++) {
    const fitted = all.filter((row) => fold[row] !== held);
    const judged = all.filter((row) => fold[row] === held);
    // Those to fit on first, so that the scale is theirs.
    const order = concatenate([fitted, judged]);
    const scaled = robustlyScaled(takeFeatures(features, width, order), width, fitted.length);
    const labels = Uint8Array.from(order, (row) => (row < counts[0] ? 1 : 0));
    const { predict } = fitLogistic(
      {
        features: scaled.subarray(0, fitted.length * width),
        labels: labels.subarray(0, fitted.length),
        ...{ weights: null, count: fitted.length, columns: width, classes: 2 },
      },
      { l2: 1 },
    );
    const p = predict(scaled.subarray(fitted.length * width), judged.length);
    sum += Math.max(0.5, rankingMetrics(p, labels.subarray(fitted.length), 2).roc_auc);
  }
  return sum / FOLDS;
}

/** The fold of each row: of each kind as many in each, to one. */
function foldsOf(counts: readonly [number, number], seed: Seed): Uint8Array {
  const fold = new Uint8Array(counts[0] + counts[1]);
  for (const [kind, count] of counts.entries()) {
    const places = rowsFrom(kind === 0 ? 0 : counts[0], count);
    shuffle(places, seed, Purpose.generatedFolds, kind);
    for (const [i, row] of places.entries()) fold[row] = i % FOLDS;
  }
  return fold;
}
