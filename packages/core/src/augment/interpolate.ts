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
  const neighborsOf = lazyNeighbors(own, columns, k);
  const made = new Float32Array(count * columns);
  for (let i = 0; i < count; i++) {
    const base = stream.below(rows.length);
    const neighbor = k < 1 ? base : neighborsOf(base)[stream.below(k)]!;
    const place = stream.uniform();
    for (let c = 0; c < columns; c++) {
      const from = own[base * columns + c]!;
      made[i * columns + c] = from + place * (own[neighbor * columns + c]! - from);
    }
  }
  return made;
}

/** Looks up only the rows that are asked for, each once. */
function lazyNeighbors(points: Float32Array, columns: number, k: number): (row: number) => Uint32Array {
  let search: Neighbors | null = null;
  const known = new Array<Uint32Array | undefined>(points.length / columns);
  return (row) => {
    search ??= new Neighbors(points, columns, k);
    known[row] ??= search.nearest(row);
    return known[row];
  };
}
