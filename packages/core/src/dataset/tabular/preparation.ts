/** How a replicate's rows were prepared, as plain data: what turns other rows into features as training saw them. */

import type { Seed } from '../../random/stream.ts';
import type { OwnDataSpec } from '../dataset.ts';
import { pixelNames } from '../images/columns.ts';
import type { Images } from '../images/pack.ts';
import { imagesIn, type OpenContent, tableIn } from '../open.ts';
import type { Column } from './columns.ts';
import { encodedWidth, presentSorted, valueWidth } from './encode.ts';
import { type FittedScale, fittedScale, median, scaling } from './scale.ts';
import { splitTable } from './split-table.ts';

interface Prepared {
  readonly name: string;
  /** Features of its value. */
  readonly width: number;
  /** The feature behind them, which says that a value is missing: what it is then; null where there is none. */
  readonly missing: 0 | 1 | null;
}

interface PreparedNumber extends Prepared {
  readonly kind: 'number';
  readonly scale: FittedScale;
  /** The feature of a missing value. */
  readonly imputed: number;
}

interface PreparedCategory extends Prepared {
  readonly kind: 'category';
  readonly levels: readonly string[];
  /** Whether training had rows of a level; another one is all zeros, as one that the table lacks. */
  readonly known: readonly boolean[];
}

export type PreparedColumn = PreparedNumber | PreparedCategory;

/** Cells of a column, a row each: numbers, NaN where missing; or the texts of categories, null where missing. */
export type Cells = Float64Array | readonly (string | null)[];

/** Those of a table but the target, the pixels of images, or x1, x2, … of drawn data; as `prepareTable` fits them. Throws as it does. */
export function preparedColumns(
  spec: OwnDataSpec,
  seed: Seed,
  content: OpenContent | null,
): PreparedColumn[] {
  if (spec.kind === 'simulated') {
    return spec.coefficients[0]!.map((_, d) => ({
      ...{ kind: 'number', name: `x${d + 1}`, width: 1, missing: null, scale: { kind: 'none' }, imputed: 0 },
    }));
  }
  if (spec.kind === 'images') return preparedPixels(imagesIn(content, spec));
  const { columns, split } = splitTable(spec, seed, tableIn(content, spec));
  const scratch = new Float64Array(split.train.length);
  return columns.map((column) => preparedColumn(column, split.train, spec.scale, scratch));
}

const preparedPixels = ({ shape, max }: Images): PreparedColumn[] =>
  pixelNames(shape).map((name) => ({
    ...{ kind: 'number', name, width: 1, missing: null, scale: { kind: 'minmax', low: 0, high: max } },
    imputed: 0,
  }));

function preparedColumn(
  column: Column,
  train: Uint32Array,
  scale: Parameters<typeof fittedScale>[0],
  scratch: Float64Array,
): PreparedColumn {
  const width = valueWidth(column);
  const flag = encodedWidth(column) > width;
  const missing = (some: boolean) => (flag ? (some ? 1 : 0) : null);
  if (column.kind === 'number') {
    const sorted = presentSorted(column.values, train, scratch);
    const fitted: FittedScale = sorted.length === 0 ? { kind: 'constant' } : fittedScale(scale, sorted);
    return {
      ...{ kind: 'number', name: column.name, width, missing: missing(sorted.length < train.length) },
      scale: fitted,
      imputed: sorted.length === 0 ? 0 : scaling(fitted)(median(sorted)),
    };
  }
  const seen = new Set(Array.from(train, (row) => column.codes[row]!));
  return {
    ...{ kind: 'category', name: column.name, width, missing: missing(seen.has(-1)), levels: column.levels },
    known: column.levels.map((_, code) => seen.has(code)),
  };
}

export const preparedWidth = (columns: readonly PreparedColumn[]): number =>
  columns.reduce((sum, { width, missing }) => sum + width + (missing === null ? 0 : 1), 0);

/** Features [rows, D] row-major of cells, a list for each column, in the columns' order. */
export function prepareCells(
  columns: readonly PreparedColumn[],
  cells: readonly Cells[],
  rows: number,
): Float32Array {
  const stride = preparedWidth(columns);
  const out = new Float32Array(rows * stride);
  let at = 0;
  columns.forEach((column, c) => {
    const { width, missing } = column;
    const write = column.kind === 'number' ? writeNumber(column) : writeCategory(column);
    for (let row = 0; row < rows; row++) {
      const to = row * stride + at;
      const isMissing = write(cells[c]![row]!, out, to);
      if (missing !== null && isMissing) out[to + width] = missing;
    }
    at += width + (missing === null ? 0 : 1);
  });
  return out;
}

/** Whether it is missing. */
type Write = (cell: number | string | null, out: Float32Array, to: number) => boolean;

function writeNumber({ width, scale, imputed }: PreparedNumber): Write {
  const scaled = scaling(scale);
  return (cell, out, to) => {
    const value = typeof cell === 'number' ? cell : Number.NaN;
    const isMissing = Number.isNaN(value);
    if (width === 1) out[to] = isMissing ? imputed : scaled(value);
    return isMissing;
  };
}

function writeCategory({ width, levels, known }: PreparedCategory): Write {
  const codes = new Map(levels.map((level, code) => [level, code]));
  return (cell, out, to) => {
    if (cell === null) return true;
    const code = codes.get(String(cell));
    if (code === undefined || !known[code]) return false;
    // Two levels share the feature of the second.
    const feature = width === 1 ? code - 1 : code;
    if (feature >= 0 && feature < width) out[to + feature] = 1;
    return false;
  };
}
