import type { FittingRows } from '../classifier.ts';

/** Rows as bench/peers/boosting_vectors.py draws them: the class depends on the first three of the columns. */
export function drawnRows(count: number, columns: number, classes: number, seed: number): FittingRows {
  const features = new Float32Array(count * columns);
  let state = seed;
  for (let i = 0; i < features.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    features[i] = (state >>> 8) / 2 ** 24;
  }
  const labels = Uint8Array.from({ length: count }, (_, row) => {
    const [a, b, c] = features.subarray(row * columns) as unknown as [number, number, number];
    return Math.min(Math.floor((a + b * c) * classes * 0.6), classes - 1);
  });
  return { features, labels, weights: null, count, columns, classes };
}
