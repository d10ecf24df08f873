/** Columns of a table as they come out of Arrow, before anything is fitted. */

import { DataType, type Table, tableFromIPC, type Vector } from 'apache-arrow';
import type { TableSpec } from '../dataset.ts';
import { naturalOrder } from './natural-order.ts';

/** A number a row, NaN where it is missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
}

/** An index into `levels` a row, -1 where it is missing. Levels are in natural order. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

export interface Columns {
  readonly features: readonly Column[];
  readonly target: CategoryColumn;
  /** What rows are split by, and no feature. */
  readonly group: CategoryColumn | null;
  readonly time: NumberColumn | null;
}

/** Columns that rows are split by. */
export type SplitBy = Pick<TableSpec, 'group' | 'time'>;

/** Numbers are numbers, unless `categorical` names their column; text and booleans are categories. */
export function readColumns(
  content: Uint8Array,
  target: string,
  categorical: readonly string[],
  by: SplitBy = {},
): Columns {
  const table = tableFromIPC(content);
  const features: Column[] = [];
  let targetColumn: CategoryColumn | null = null;
  let group: CategoryColumn | null = null;
  let time: NumberColumn | null = null;
  table.schema.fields.forEach((field, i) => {
    const vector = table.getChildAt(i)!;
    if (field.name === target) targetColumn = categoryColumn(field.name, vector);
    else if (field.name === by.group) group = categoryColumn(field.name, vector);
    else if (field.name === by.time) time = { kind: 'number', name: field.name, values: numbers(vector) };
    else if (!isNumeric(vector.type) || categorical.includes(field.name)) {
      features.push(categoryColumn(field.name, vector));
    } else features.push({ kind: 'number', name: field.name, values: numbers(vector) });
  });
  if (!targetColumn)
    throw new Error(`the table has no column ${JSON.stringify(target)}: ${columnNames(table)}`);
  const lacking = (by.group !== undefined && group === null) || (by.time !== undefined && time === null);
  if (lacking)
    throw new Error(`the table has no column ${JSON.stringify(by.group ?? by.time)}: ${columnNames(table)}`);
  return { features, target: targetColumn, group, time };
}

function isNumeric(type: DataType): boolean {
  return DataType.isInt(type) || DataType.isFloat(type);
}

function numbers(vector: Vector): Float64Array {
  if (DataType.isFloat(vector.type) && vector.type.precision === 2 && vector.nullCount === 0) {
    return vector.toArray() as Float64Array;
  }
  return Float64Array.from({ length: vector.length }, (_, i) => {
    const value: unknown = vector.get(i);
    return value === null ? Number.NaN : Number(value);
  });
}

function categoryColumn(name: string, vector: Vector): CategoryColumn {
  const seen = new Map<string, number>();
  const codes = new Int32Array(vector.length);
  for (let row = 0; row < vector.length; row++) {
    const value: unknown = vector.get(row);
    if (value === null || Number.isNaN(value)) {
      codes[row] = -1;
      continue;
    }
    const level = String(value);
    let code = seen.get(level);
    if (code === undefined) {
      code = seen.size;
      seen.set(level, code);
    }
    codes[row] = code;
  }
  const found = Array.from(seen.keys());
  const levels = naturalOrder(found);
  const place = new Map(levels.map((level, i) => [level, i]));
  const ordered = found.map((level) => place.get(level)!);
  return { kind: 'category', name, codes: codes.map((code) => (code < 0 ? -1 : ordered[code]!)), levels };
}

function columnNames(table: Table): string {
  return table.schema.fields.map((field) => field.name).join(', ');
}
