import { type RowFeatures, readRow, takeRows } from '../dataset/rows.ts';
import type { RowMaker } from './fill.ts';
import { Neighbors } from './neighbors.ts';

/**
 * SMOTE (Chawla et al., 2002), as imbalanced-learn defines it: each new row lies at a uniform place between a
 * row of the class and one of its nearest neighbours in the class, both picked uniformly. One-hot columns are
 * interpolated like any other.
 *
 * `split` holds the rows, `rows` the row numbers of one class. With no more than
 * `neighbors` other rows, all of them are neighbours; a class of one row is copied. The maker returns [count, columns].
 * Draws per new row: the row, the neighbour, the place. So a larger `count` continues a smaller one. It throws RangeError
 * where the class has no row and one is wanted.
 */
export function interpolator(
  split: RowFeatures,
  columns: number,
  rows: Uint32Array,
  neighbors: number,
): RowMaker {
  const k = Math.min(neighbors, rows.length - 1);
  let search: Neighbors | null = null;
  const known: Uint32Array[] = [];
  /** Looks up only the rows that are asked for, each once. */
  const neighborsOf = (row: number) => {
    search ??= new Neighbors(takeRows(split, columns, rows), columns, k);
    known[row] ??= search.nearest(row);
    return known[row];
  };
  return (count, stream) => {
    if (rows.length === 0 && count > 0) throw new RangeError('SMOTE needs at least one row of the class');
    const made = new Float32Array(count * columns);
    const [from, to] = [new Float32Array(columns), new Float32Array(columns)];
    for (let i = 0; i < count; i++) {
      const base = stream.below(rows.length);
      const neighbor = k > 0 ? neighborsOf(base)[stream.below(k)]! : base;
      const place = stream.uniform();
      readRow(split, columns, rows[base]!, from);
      readRow(split, columns, rows[neighbor]!, to);
      for (let c = 0; c < columns; c++) made[i * columns + c] = from[c]! + place * (to[c]! - from[c]!);
    }
    return made;
  };
}
