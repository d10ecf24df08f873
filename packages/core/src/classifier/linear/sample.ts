import type { FittingRows } from '../classifier.ts';

/** Rows of a sample for each parameter of a score, and at least. */
const FOR_EACH = 20;
const LEAST = 1500;
/** With fewer times as many rows, a sample saves nothing. */
const WORTH = 6;

/**
 * A few of many rows, spread evenly and by no period: where an optimum is sought, theirs is close to that of all. Null
 * where there are not many, or where a class would be missing.
 */
export function sample(rows: FittingRows): FittingRows | null {
  const { features, labels, weights, columns, classes } = rows;
  const count = Math.max(LEAST, FOR_EACH * (columns + 1));
  if (rows.count < WORTH * count) return null;
  const few = {
    features: new Float32Array(count * columns),
    labels: new Uint8Array(count),
    weights: weights && new Float32Array(count),
    ...{ count, columns, classes },
  };
  const seen = new Float64Array(classes);
  for (let i = 0; i < count; i++) {
    // Multiples of the golden ratio, modulo 1: the most even of all sequences (Knuth 3, 6.4).
    const row = Math.floor(((i * 0.6180339887498949) % 1) * rows.count);
    few.features.set(features.subarray(row * columns, (row + 1) * columns), i * columns);
    few.labels[i] = labels[row]!;
    if (few.weights) few.weights[i] = weights![row]!;
    seen[labels[row]!] = seen[labels[row]!]! + (weights?.[row] ?? 1);
  }
  return seen.every((weight) => weight > 0) ? few : null;
}
