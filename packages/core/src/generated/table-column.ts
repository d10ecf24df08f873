import type { ColumnLayout } from '../dataset/layout.ts';

/** A column of some rows, as figures of generated rows see it. */
export interface TableColumn {
  readonly kind: ColumnLayout['kind'];
  /** Numbers, or places among the levels; NaN where it is missing. [n] */
  readonly values: Float64Array;
}

/**
 * What features [n, D] row-major stand for: numbers as training saw them, scaled, missing where they overflowed; of a category's features the largest, the
 * first of equals; one feature alone, of two levels or of whether a value is missing, means yes from 0.5 on. Columns that
 * have no features are left out.
 */
export function tableColumns(
  features: Float32Array,
  width: number,
  layout: readonly ColumnLayout[],
): TableColumn[] {
  const count = width === 0 ? 0 : features.length / width;
  const columns = layout.filter((column) => column.width > 0);
  return columns.map((column) => {
    const valueAt = decoderOf(column, features);
    const flag = column.missing ? column.at + column.width : -1;
    const values = Float64Array.from({ length: count }, (_, row) => {
      const start = row * width;
      return flag >= 0 && features[start + flag]! >= 0.5 ? Number.NaN : valueAt(start + column.at);
    });
    return { kind: column.kind, values };
  });
}

function decoderOf({ kind, width }: ColumnLayout, features: Float32Array): (at: number) => number {
  if (kind === 'number') return (at) => (Number.isFinite(features[at]!) ? features[at]! : Number.NaN);
  if (width === 1) return (at) => (features[at]! >= 0.5 ? 1 : 0);
  return (at) => {
    let largest = 0;
    for (let level = 1; level < width; level++) {
      if (features[at + level]! > features[at + largest]!) largest = level;
    }
    return largest;
  };
}

/** What is there. */
export const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/** The mean of what is defined; NaN where nothing is. */
export function meanOfDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
