/** From features back to the columns of a table, in its own units and types. */

import type { DecodedColumn } from '../decoded-column.ts';
import { type ColumnDecoding, decodedWidth } from './decoding.ts';
import { unscaling } from './scale.ts';

/** Features [n, D] row-major as columns of n values: those of the table but the target, or x1, x2, … of drawn data. */
export type RowDecoder = (features: Float32Array) => DecodedColumn[];

export interface DecodeOptions {
  /** Whether a number may lie outside what training rows hold, where its features do. */
  readonly outside?: boolean;
}

/**
 * What features [n, D] row-major, in [0, 1], stand for. Generated ones lie between the values that encoding makes: of a
 * category's features the largest decides, the first of equals; one feature alone, of two levels or of whether a value is
 * missing, means yes from 0.5 on. A number has no more decimals than the column's own have (none where all are whole),
 * and none lies outside what the training rows hold. A category is one of the table; missing is NaN, and only where the
 * table has missing cells.
 */
export function rowDecoder(
  columns: readonly ColumnDecoding[],
  { outside = false }: DecodeOptions = {},
): RowDecoder {
  const stride = decodedWidth(columns);
  let from = 0;
  const decoders = columns.map((column) => {
    const { name, width, missing } = column;
    const at = from;
    from += width + (missing ? 1 : 0);
    const valueAt = column.kind === 'number' ? numberOf(column, outside) : categoryOf(column);
    const levels = column.kind === 'category' ? column.levels : null;
    return { name, levels, valueAt, at, flag: missing ? at + width : -1 };
  });
  return (features) => {
    const rows = stride === 0 ? 0 : features.length / stride;
    return decoders.map(({ name, levels, valueAt, at, flag }) => {
      const values = new Float64Array(rows);
      for (let row = 0, from = 0; row < rows; row++, from += stride) {
        const missing = flag >= 0 && features[from + flag]! >= 0.5;
        values[row] = missing ? Number.NaN : valueAt(features, from + at);
      }
      return { name, levels, values };
    });
  };
}

/** The value whose features begin at `at`. */
type ValueAt = (features: Float32Array, at: number) => number;

type Of<Kind> = Extract<ColumnDecoding, { kind: Kind }>;

function numberOf({ scale, decimals, range }: Of<'number'>, outside: boolean): ValueAt {
  if (scale.kind === 'constant') {
    const value = range?.[0] ?? Number.NaN;
    return () => value;
  }
  const unscaled = unscaling(scale);
  const rounded = roundedTo(decimals);
  const [lowest, highest] = (outside ? null : range) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return (features, at) => Math.min(highest, Math.max(lowest, rounded(unscaled(features[at]!))));
}

function roundedTo(decimals: number | null): (value: number) => number {
  if (decimals === null) return (value) => value;
  const unit = 10 ** decimals;
  // Adding 0 turns -0 into 0.
  return (value) => Math.round(value * unit) / unit + 0;
}

function categoryOf({ width, levels }: Of<'category'>): ValueAt {
  if (width === 0) return () => (levels.length === 0 ? Number.NaN : 0);
  if (width === 1) return (features, at) => (features[at]! >= 0.5 ? 1 : 0);
  return (features, at) => {
    let largest = 0;
    for (let level = 1; level < width; level++) {
      if (features[at + level]! > features[at + largest]!) largest = level;
    }
    return largest;
  };
}
