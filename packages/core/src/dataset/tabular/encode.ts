/**
 * From a column to features. How many features a column has depends on the whole table, so that all replicates
 * have the same network; their values are fitted on training rows alone.
 *
 *   number    scaled, missing as the median; no feature where the whole column is constant
 *   category  one feature a level, 1 or 0; two levels need one feature, one level none
 *   either    where anything is missing, one more feature that says so
 *
 * A level, or a missing flag, that does not occur in training is all zeros ("unknown"): a feature of its own
 * would meet weights that were never trained.
 */

import type { CategoryColumn, Column, NumberColumn } from './columns.ts';
import { fitScale, median, type Scale } from './scale.ts';

/** Writes the features of `rows` to out[i * stride + at + feature]. */
type Encoder = (rows: Uint32Array, out: Float32Array, stride: number, at: number) => void;

export interface FittedColumn {
  readonly encode: Encoder;
  /** The feature of a missing number. */
  readonly imputed: number;
}

/** Features that a column becomes. */
export function encodedWidth(column: Column): number {
  return valueWidth(column) + (hasMissing(column) ? 1 : 0);
}

/** `scratch`: as long as `train`; what is in it afterwards means nothing. */
export function fitColumn(
  column: Column,
  train: Uint32Array,
  scale: Scale,
  scratch: Float64Array,
): FittedColumn {
  return column.kind === 'number'
    ? fitNumber(column, train, scale, scratch)
    : { encode: fitCategory(column, train), imputed: 0 };
}

function fitNumber(
  column: NumberColumn,
  train: Uint32Array,
  scale: Scale,
  scratch: Float64Array,
): FittedColumn {
  const { values } = column;
  const width = valueWidth(column);
  const flag = hasMissing(column) ? width : -1;
  const sorted = presentSorted(values, train, scratch);
  const flagKnown = sorted.length < train.length ? 1 : 0;
  const scaled = sorted.length === 0 ? () => 0 : fitScale(scale, sorted);
  const imputed = sorted.length === 0 ? 0 : scaled(median(sorted));
  const encode: Encoder = (rows, out, stride, at) => {
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]!]!;
      const to = i * stride + at;
      const missing = Number.isNaN(value);
      if (width === 1) out[to] = missing ? imputed : scaled(value);
      if (flag >= 0) out[to + flag] = missing ? flagKnown : 0;
    }
  };
  return { encode, imputed };
}

/** What is there of a column in these rows, ascending, in `present`. */
export function presentSorted(values: Float64Array, rows: Uint32Array, present: Float64Array): Float64Array {
  let count = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count).sort();
}

function fitCategory(column: CategoryColumn, train: Uint32Array): Encoder {
  const { codes, levels } = column;
  const width = valueWidth(column);
  const flag = hasMissing(column) ? width : -1;
  const known = new Uint8Array(levels.length);
  let flagKnown = 0;
  for (const row of train) {
    const code = codes[row]!;
    if (code < 0) flagKnown = 1;
    else known[code] = 1;
  }
  // Two levels share the feature of the second.
  const featureOf = (code: number) => (width === 1 ? code - 1 : code);
  return (rows, out, stride, at) => {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]!]!;
      const to = i * stride + at;
      for (let feature = 0; feature < width; feature++) {
        out[to + feature] = code >= 0 && featureOf(code) === feature && known[code] === 1 ? 1 : 0;
      }
      if (flag >= 0) out[to + flag] = code < 0 ? flagKnown : 0;
    }
  };
}

/** Its features but for the one that says whether it is missing. */
export function valueWidth(column: Column): number {
  if (column.kind === 'number') return isConstant(column.values) ? 0 : 1;
  const levels = column.levels.length;
  return levels <= 1 ? 0 : levels === 2 ? 1 : levels;
}

function hasMissing(column: Column): boolean {
  return column.kind === 'number' ? column.values.some(Number.isNaN) : column.codes.includes(-1);
}

/** Missing values do not count. */
function isConstant(values: Float64Array): boolean {
  const first = values.find((value) => !Number.isNaN(value));
  return first === undefined || values.every((value) => value === first || Number.isNaN(value));
}
