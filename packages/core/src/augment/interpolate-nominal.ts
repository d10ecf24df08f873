/**
 * SMOTE-NC (Chawla et al., 2002, section 6.1), for rows of numbers and categories: as SMOTE, but
 *
 *   distance^2 = sum over numbers of (x - y)^2 + m^2 for each category in which the rows differ,
 *   m the median of the numbers' standard deviations in the class, 1 where there is no number,
 *
 * and a new row's category is what most of the k neighbours of its first row have. imbalanced-learn draws among equals; here
 * the first row's own category goes first among these, then the first level. Whether a cell is missing counts as a
 * category: of a category's column a level of its own, of a number's column a column of its own.
 */

import type { ColumnLayout } from '../dataset/layout.ts';
import { type RowFeatures, readRow, takeRows } from '../dataset/rows.ts';
import type { RowMaker } from './fill.ts';
import { Neighbors } from './neighbors.ts';

/** Something of a few values among the features from `at` on: `width` one-hot ones, then maybe a flag. */
interface Nominal {
  readonly at: number;
  readonly width: number;
  readonly flag: boolean;
}

/** A number, where the column's flag lies and what its feature is where it is missing. */
interface Numeric {
  readonly at: number;
  readonly flag: number | null;
  readonly imputed: number;
}

/**
 * `split` holds the rows, `columns` are all of the D features, `rows` the row numbers of one class.
 * With no more than `neighbors` other rows, all of them are neighbours; a class of one row is copied. The maker returns
 * [count, D] and draws per new row as that of `interpolator` does. It throws RangeError where the class has no row and one is
 * wanted.
 */
export function nominalInterpolator(
  split: RowFeatures,
  columns: readonly ColumnLayout[],
  rows: Uint32Array,
  neighbors: number,
): RowMaker {
  const D = columns.reduce((sum, { width, missing }) => sum + width + (missing ? 1 : 0), 0);
  const { numerics, nominals } = partsOf(columns);
  const k = Math.min(neighbors, rows.length - 1);
  const start = () => {
    const own = takeRows(split, D, rows);
    const codes = nominals.map((nominal) => codesOf(nominal, own, D));
    if (k === 0) return { codes, nearest: (row: number) => Uint32Array.of(row) };
    const points = pointsOf(own, D, numerics, codes);
    const search = new Neighbors(points.values, points.columns, k);
    return { codes, nearest: (row: number) => search.nearest(row) };
  };
  let started: ReturnType<typeof start> | null = null;
  const known: Vicinity[] = [];
  const vicinityOf = (row: number): Vicinity => {
    started ??= start();
    const around = started.nearest(row);
    return { around, majority: started.codes.map((of) => mostFrequent(of, row, around)) };
  };
  /** Looks up only the rows that are asked for, each once. */
  const lookUp = (row: number) => {
    known[row] ??= vicinityOf(row);
    return known[row];
  };
  return (count, stream) => {
    if (rows.length === 0 && count > 0) throw new RangeError('SMOTE-NC needs at least one row of the class');
    const made = new Float32Array(count * D);
    const [first, second] = [new Float32Array(D), new Float32Array(D)];
    for (let i = 0; i < count; i++) {
      const base = stream.below(rows.length);
      const { around, majority } = lookUp(base);
      const neighbor = around[k > 0 ? stream.below(k) : 0]!;
      const place = stream.uniform();
      const to = i * D;
      readRow(split, D, rows[base]!, first);
      readRow(split, D, rows[neighbor]!, second);
      for (let n = 0; n < nominals.length; n++) {
        const code = majority[n]!;
        if (code > 0) made[to + nominals[n]!.at + code - 1] = 1;
      }
      for (const { at, flag, imputed } of numerics) {
        const from = first[at]!;
        const missing = flag !== null && made[to + flag] === 1;
        made[to + at] = missing ? imputed : from + place * (second[at]! - from);
      }
    }
    return made;
  };
}

/** A row's neighbours, and the code of each category that most of them have. */
interface Vicinity {
  readonly around: Uint32Array;
  readonly majority: readonly number[];
}

function partsOf(columns: readonly ColumnLayout[]) {
  const numerics: Numeric[] = [];
  const nominals: Nominal[] = [];
  for (const column of columns) {
    const { at, width, missing } = column;
    if (column.kind === 'category') nominals.push({ at, width, flag: missing });
    else {
      if (missing) nominals.push({ at: at + width, width: 0, flag: true });
      const flag = missing ? at + width : null;
      if (width > 0) numerics.push({ at, flag, imputed: Math.fround(column.imputed) });
    }
  }
  return { numerics, nominals: nominals.filter(({ width, flag }) => width > 0 || flag) };
}

/** What each row has: 0 for none of its features, as the second level's one alone or a level that is unknown; else 1 + its place. */
function codesOf({ at, width, flag }: Nominal, own: Float32Array, D: number): Uint32Array {
  const features = width + (flag ? 1 : 0);
  return Uint32Array.from({ length: own.length / D }, (_, row) => {
    const from = row * D + at;
    for (let f = features - 1; f >= 0; f--) if (own[from + f]! >= 0.5) return 1 + f;
    return 0;
  });
}

/** Numbers as they are, and each code as one of a few features that are m / sqrt(2) or 0: two codes are m apart. */
function pointsOf(own: Float32Array, D: number, numerics: readonly Numeric[], codes: readonly Uint32Array[]) {
  // Numbers alone: the rows are the points.
  if (codes.length === 0) return { values: own, columns: D };
  const count = own.length / D;
  const side = medianDeviation(own, D, numerics) / Math.SQRT2;
  const starts: number[] = [];
  let columns = numerics.length;
  for (const of of codes) {
    starts.push(columns);
    columns += 1 + of.reduce((most, code) => Math.max(most, code), 0);
  }
  const values = new Float32Array(count * columns);
  for (let row = 0; row < count; row++) {
    numerics.forEach(({ at }, c) => {
      values[row * columns + c] = own[row * D + at]!;
    });
    codes.forEach((of, n) => {
      values[row * columns + starts[n]! + of[row]!] = side;
    });
  }
  return { values, columns };
}

/** The median of the standard deviations of numbers, over rows, divided by their count; 1 where there is no number. */
function medianDeviation(own: Float32Array, D: number, numerics: readonly Numeric[]): number {
  if (numerics.length === 0) return 1;
  const count = own.length / D;
  const deviations = numerics.map(({ at }) => {
    let [sum, squares] = [0, 0];
    for (let from = at; from < own.length; from += D) sum += own[from]!;
    for (let from = at; from < own.length; from += D) squares += (own[from]! - sum / count) ** 2;
    return Math.sqrt(squares / count);
  });
  deviations.sort((a, b) => a - b);
  const middle = (deviations.length - 1) / 2;
  return (deviations[Math.floor(middle)]! + deviations[Math.ceil(middle)]!) / 2;
}

function mostFrequent(codes: Uint32Array, base: number, around: Uint32Array): number {
  const votes = new Map<number, number>();
  for (const row of around) votes.set(codes[row]!, (votes.get(codes[row]!) ?? 0) + 1);
  const most = Math.max(...votes.values());
  if (votes.get(codes[base]!) === most) return codes[base]!;
  return Math.min(...Array.from(votes).flatMap(([code, count]) => (count === most ? [code] : [])));
}
