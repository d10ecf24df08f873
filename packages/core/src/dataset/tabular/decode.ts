/** From features back to the columns of a table, in its own units and types. */

import type { Seed } from '../../random/stream.ts';
import type { TableSpec } from '../dataset.ts';
import type { DecodedColumn } from '../decoded-column.ts';
import type { CategoryColumn, Column, NumberColumn } from './columns.ts';
import { encodedWidth, presentSorted, valueWidth } from './encode.ts';
import type { OpenTable } from './open-table.ts';
import { fitUnscale } from './scale.ts';
import { splitTable } from './split-table.ts';

/** Features [n, D] row-major as columns of n values. */
export type TableDecoder = (features: Float32Array) => DecodedColumn[];

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
 *
 * All of the replicate's fitting is done again, once for all that is decoded then. Throws as `prepareTable` does.
 */
export function fitTableDecoder(
  spec: TableSpec,
  seed: Seed,
  table: OpenTable,
  { outside = false }: DecodeOptions = {},
): TableDecoder {
  const { columns, split } = splitTable(spec, seed, table);
  const scratch = new Float64Array(split.train.length);
  let width = 0;
  const decoders = columns.map((column) => {
    const from = width;
    width += encodedWidth(column);
    const valueAt =
      column.kind === 'number'
        ? numberOf(column, spec.scale, presentSorted(column.values, split.train, scratch), outside)
        : categoryOf(column);
    const flag = encodedWidth(column) > valueWidth(column) ? from + valueWidth(column) : -1;
    return { name: column.name, levels: levelsOf(column), valueAt, from, flag };
  });
  return (features) => {
    const rows = width === 0 ? 0 : features.length / width;
    return decoders.map(({ name, levels, valueAt, from, flag }) => {
      const values = new Float64Array(rows);
      for (let row = 0, at = 0; row < rows; row++, at += width) {
        const missing = flag >= 0 && features[at + flag]! >= 0.5;
        values[row] = missing ? Number.NaN : valueAt(features, at + from);
      }
      return { name, levels, values };
    });
  };
}

/** The value whose features begin at `at`. */
type ValueAt = (features: Float32Array, at: number) => number;

function numberOf(
  column: NumberColumn,
  scale: TableSpec['scale'],
  sorted: Float64Array,
  outside: boolean,
): ValueAt {
  if (valueWidth(column) === 0) {
    const constant = column.values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
    return () => constant;
  }
  if (sorted.length === 0) return () => Number.NaN;
  const unscaled = fitUnscale(scale, sorted);
  const rounded = roundedTo(decimalsOf(column.values));
  const [lowest, highest] = [sorted[0]!, sorted.at(-1)!];
  return (features, at) => {
    const value = rounded(unscaled(features[at]!));
    return outside ? value : Math.min(highest, Math.max(lowest, value));
  };
}

const MOST_DECIMALS = 6;
/** Beyond 2^53 every double is whole, and none of its decimals means anything. */
const MOST_WHOLE = 2 ** 53;

/** The decimals that write every value, up to six; null where more are needed, or where a value is too large for them. */
export function decimalsOf(values: Float64Array): number | null {
  let decimals = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    while (!(Math.abs(value) * 10 ** decimals <= MOST_WHOLE) || !writes(value, decimals)) {
      if (++decimals > MOST_DECIMALS) return null;
    }
  }
  return decimals;
}

const writes = (value: number, decimals: number): boolean =>
  Math.round(value * 10 ** decimals) / 10 ** decimals === value;

function roundedTo(decimals: number | null): (value: number) => number {
  if (decimals === null) return (value) => value;
  const unit = 10 ** decimals;
  // Adding 0 turns -0 into 0.
  return (value) => Math.round(value * unit) / unit + 0;
}

function categoryOf(column: CategoryColumn): ValueAt {
  const width = valueWidth(column);
  if (width === 0) return () => (column.levels.length === 0 ? Number.NaN : 0);
  if (width === 1) return (features, at) => (features[at]! >= 0.5 ? 1 : 0);
  return (features, at) => {
    let largest = 0;
    for (let level = 1; level < width; level++) {
      if (features[at + level]! > features[at + largest]!) largest = level;
    }
    return largest;
  };
}

const levelsOf = (column: Column): readonly string[] | null =>
  column.kind === 'category' ? column.levels : null;
