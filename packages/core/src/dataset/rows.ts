import type { Split } from './dataset.ts';

/** The features of a split's rows, wherever they lie. */
export type RowFeatures = Pick<Split, 'features' | 'read'>;

/** The features of one row of a split, [D], into the beginning of `into`. */
export function readRow(split: RowFeatures, columns: number, row: number, into: Float32Array): void {
  if (split.read) split.read(row, into);
  else into.set(split.features.subarray(row * columns, (row + 1) * columns));
}

/** Features [rows.length, columns] of those `rows` of a split. */
export function takeRows(split: RowFeatures, columns: number, rows: Uint32Array): Float32Array {
  if (!split.read) return takeFeatures(split.features, columns, rows);
  const taken = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    split.read(row, taken.subarray(i * columns, (i + 1) * columns));
  }
  return taken;
}

/** Features [rows.length, columns] of those `rows` of features [n, columns], both row-major. */
export function takeFeatures(features: Float32Array, columns: number, rows: Uint32Array): Float32Array {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(features.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return taken;
}

export function takeLabels(labels: Uint8Array, rows: Uint32Array): Uint8Array {
  const taken = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = labels[rows[i]!]!;
  return taken;
}

/** One array after the other. */
export function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** One after the other, each valid until the next is asked for; `length`: of all together. */
export function joined(pieces: Iterable<Float32Array>, length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Row numbers from `start` on. */
export function rowsFrom(start: number, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = start + i;
  return rows;
}
