/** How features of a replicate's rows are cells again, as plain data: `preparation.ts` the other way round. */

import type { Seed } from '../../random/stream.ts';
import type { OwnDataSpec, TableSpec } from '../dataset.ts';
import { pixelNames } from '../images/columns.ts';
import type { Images } from '../images/pack.ts';
import { imagesIn, type OpenContent, tableIn } from '../open.ts';
import type { NumberColumn } from './columns.ts';
import { encodedWidth, presentSorted, valueWidth } from './encode.ts';
import { type FittedScale, fittedScale } from './scale.ts';
import { splitTable } from './split-table.ts';

interface Decoded {
  readonly name: string;
  /** Features of its value. */
  readonly width: number;
  /** Whether one more feature, behind those, says that the value is missing. */
  readonly missing: boolean;
}

interface DecodedNumber extends Decoded {
  readonly kind: 'number';
  readonly scale: FittedScale;
  /** That a value has at most; null: as many as it has. */
  readonly decimals: number | null;
  /** The lowest and the highest of the training rows: both the value of a constant. Null: any, or none of a constant. */
  readonly range: readonly [lowest: number, highest: number] | null;
}

interface DecodedCategory extends Decoded {
  readonly kind: 'category';
  readonly levels: readonly string[];
}

export type ColumnDecoding = DecodedNumber | DecodedCategory;

/** Those of a table but the target, the pixels of images, or x1, x2, … of drawn data. Throws as `prepareTable` does. */
export function columnDecodings(
  spec: OwnDataSpec,
  seed: Seed,
  content: OpenContent | null,
): ColumnDecoding[] {
  if (spec.kind === 'simulated') {
    return spec.coefficients[0]!.map((_, d) => ({
      ...{ kind: 'number', name: `x${d + 1}`, width: 1, missing: false },
      ...{ scale: { kind: 'none' }, decimals: null, range: null },
    }));
  }
  if (spec.kind === 'images') return pixelDecodings(imagesIn(content, spec));
  const { columns, split } = splitTable(spec, seed, tableIn(content, spec));
  const scratch = new Float64Array(split.train.length);
  return columns.map((column): ColumnDecoding => {
    const width = valueWidth(column);
    const place = { name: column.name, width, missing: encodedWidth(column) > width };
    if (column.kind === 'category') return { kind: 'category', ...place, levels: column.levels };
    const sorted = presentSorted(column.values, split.train, scratch);
    return { kind: 'number', ...place, ...numbersOf(column, spec.scale, sorted, width) };
  });
}

/** Whole numbers from 0 to the largest that a pixel can be. */
const pixelDecodings = ({ shape, max }: Images): ColumnDecoding[] =>
  pixelNames(shape).map((name) => ({
    ...{ kind: 'number', name, width: 1, missing: false },
    ...{ scale: { kind: 'minmax', low: 0, high: max }, decimals: 0, range: [0, max] },
  }));

/** `sorted`: what training rows hold of the column. */
function numbersOf({ values }: NumberColumn, scale: TableSpec['scale'], sorted: Float64Array, width: number) {
  const constant = { scale: { kind: 'constant' }, decimals: null } as const;
  if (width === 0) {
    const value = values.find((one) => !Number.isNaN(one));
    return { ...constant, range: value === undefined ? null : ([value, value] as const) };
  }
  if (sorted.length === 0) return { ...constant, range: null };
  const range = [sorted[0]!, sorted.at(-1)!] as const;
  return { scale: fittedScale(scale, sorted), decimals: decimalsOf(values), range };
}

export const decodedWidth = (columns: readonly ColumnDecoding[]): number =>
  columns.reduce((sum, { width, missing }) => sum + width + (missing ? 1 : 0), 0);

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
