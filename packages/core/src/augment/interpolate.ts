import { takeFeatures } from '../dataset/rows.ts';
import type { Stream } from '../random/stream.ts';
import { Neighbors } from './neighbors.ts';

/**
 * SMOTE (Chawla et al., 2002), as imbalanced-learn defines it: each new row lies at a uniform place between a
 * row of the class and one of its nearest neighbours in the class, both picked uniformly. One-hot columns are
 * interpolated like any other.
 *
 * `features` [n, columns] row-major holds the rows, `rows` the row numbers of one class. With no more than
 * `neighbors` other rows, all of them are neighbours; a class of one row is copied. Returns [count, columns].
 * Draws per new row: the row, the neighbour, the place. So a larger `count` continues a smaller one.
 */
export function interpolate(
  features: Float32Array,
  columns: number,
  rows: Uint32Array,
  neighbors: number,
  count: number,
  stream: Pick<Stream, 'below' | 'uniform'>,
): Float32Array {
  if (rows.length === 0 && count > 0) throw new RangeError('SMOTE needs at least one row of the class');
  const own = takeFeatures(features, columns, rows);
  const k = Math.min(neighbors, rows.length - 1);
  const search = k > 0 && count > 0 ? new Neighbors(own, columns, k) : null;
  const known: Uint32Array[] = [];
  /** Looks up only the rows that are asked for, each once. */
  const neighborsOf = (row: number) => {
    known[row] ??= search!.nearest(row);
    return known[row];
  };
  const made = new Float32Array(count * columns);
  for (let i = 0; i < count; i++) {
    const base = stream.below(rows.length);
    const neighbor = search ? neighborsOf(base)[stream.below(k)]! : base;
    const place = stream.uniform();
    for (let c = 0; c < columns; c++) {
      const from = own[base * columns + c]!;
      made[i * columns + c] = from + place * (own[neighbor * columns + c]! - from);
    }
  }
  return made;
}
