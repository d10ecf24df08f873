/** From features back to the columns of a table, in its own units, as far as encoding can be undone. */

import type { Seed } from '../../random/stream.ts';
import type { TableSpec } from '../dataset.ts';
import type { DecodedColumn } from '../decoded-column.ts';
import type { CategoryColumn, Column, NumberColumn } from './columns.ts';
import { encodedWidth, presentSorted, valueWidth } from './encode.ts';
import type { OpenTable } from './open-table.ts';
import { fitUnscale } from './scale.ts';
import { splitTable } from './split-table.ts';

/**
 * What features [n, D] row-major, in [0, 1], stand for. Generated ones lie between the values that encoding makes: of a
 * category's features the largest decides, the first of equals; one feature alone, of two levels or of whether a value is
 * missing, means yes from 0.5 on. All of the replicate's fitting is done again, for these rows alone.
 */
export function decodeTable(
  spec: TableSpec,
  seed: Seed,
  table: OpenTable,
  features: Float32Array,
): DecodedColumn[] {
  const { columns, split } = splitTable(spec, seed, table);
  const widths = columns.map(encodedWidth);
  const width = widths.reduce((sum, w) => sum + w, 0);
  const scratch = new Float64Array(split.train.length);
  let at = 0;
  return columns.map((column, c) => {
    const valueAt =
      column.kind === 'number'
        ? numberOf(column, spec.scale, presentSorted(column.values, split.train, scratch))
        : categoryOf(column);
    const flag = widths[c]! > valueWidth(column) ? at + valueWidth(column) : -1;
    const from = at;
    at += widths[c]!;
    const values = Float64Array.from({ length: width === 0 ? 0 : features.length / width }, (_, row) => {
      const missing = flag >= 0 && features[row * width + flag]! >= 0.5;
      return missing ? Number.NaN : valueAt(features, row * width + from);
    });
    return { name: column.name, levels: levelsOf(column), values };
  });
}

/** The value whose features begin at `at`. */
type ValueAt = (features: Float32Array, at: number) => number;

function numberOf(column: NumberColumn, scale: TableSpec['scale'], sorted: Float64Array): ValueAt {
  if (valueWidth(column) === 0) {
    const constant = column.values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
    return () => constant;
  }
  if (sorted.length === 0) return () => Number.NaN;
  const unscaled = fitUnscale(scale, sorted);
  return (features, at) => unscaled(features[at]!);
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
