/** Cells of a file's columns as a model has to be given them: read as the table was that it was trained on. */

import { extname } from 'node:path';
import { type Cells, grouped, InputError, plural } from '@latentsweep/core';
import { trimmedSql } from './column/blank.ts';
import { asNumber, asText, familyOf } from './column/cell.ts';
import { asDays, isDateType } from './column/dates.ts';
import { dressedSql } from './column/dress.ts';
import { firstRow } from './column/explain.ts';
import { MISSING_WORDS, withoutWords } from './column/missing.ts';
import { type DuckDBConnection, rowOf, withDuckDb } from './duckdb.ts';
import { loadSource } from './load.ts';
import { plainTable } from './plain-table.ts';
import type { Source, SourceColumn, TableDefinition } from './source.ts';

/** How cells are read: those keys of a table that say so. Plain JSON. */
export type CellReading = Pick<
  TableDefinition,
  'path' | 'header' | 'columns' | 'encoding' | 'missing' | 'decimal' | 'dates'
> &
  Partial<Pick<TableDefinition, 'sheet' | 'arrays'>>;

export interface WantedColumn {
  readonly name: string;
  /** `number`; or categories, which are names, numbers or booleans in the file. */
  readonly kind: 'number' | 'text' | 'numeric' | 'boolean';
}

export interface ReadCells {
  readonly rows: number;
  /** In the order of what was wanted. */
  readonly cells: readonly Cells[];
}

/** What is read of drawn data. */
export const PLAIN_READING: CellReading = {
  ...{ path: null, header: null, columns: null, encoding: null, missing: null, decimal: null, dates: [] },
};

/**
 * Columns may stand in any order, others beside them. Throws InputError `missing_column` with all that are missing,
 * `unsupported_type` for a column of another type and `not_a_number` for a cell that is none where numbers are wanted; and
 * what reading a file throws.
 */
export async function readCells(
  file: { readonly path: string; readonly folder: string },
  reading: CellReading,
  wanted: readonly WantedColumn[],
): Promise<ReadCells> {
  return withDuckDb(file.folder, async (db) => {
    const source = await loadSource(db, definitionOf(file, reading));
    const columns = found(source, wanted);
    const [rows] = await rowOf(db, 'select count(*) from data');
    const cells: Cells[] = [];
    for (const [i, column] of columns.entries()) {
      cells.push(await cellsOf(source, column, wanted[i]!, reading, Number(rows)));
    }
    return { rows: Number(rows), cells };
  });
}

/** Keys that fit one kind of file are for a file of that kind. */
function definitionOf(
  { path, folder }: { readonly path: string; readonly folder: string },
  reading: CellReading,
): TableDefinition {
  const alike = reading.path !== null && extname(reading.path).toLowerCase() === extname(path).toLowerCase();
  const { header, columns, encoding, sheet = null, arrays = null } = reading;
  const ofFile = alike
    ? { header, columns, encoding, sheet, arrays }
    : { header: null, columns: null, encoding: null, sheet: null, arrays: null };
  const { missing, decimal, dates } = reading;
  return plainTable({ path, folder, ...ofFile, missing, decimal, dates });
}

function found({ columns, label }: Source, wanted: readonly WantedColumn[]): SourceColumn[] {
  const missing = wanted.filter(({ name }) => !columns.some((column) => column.name === name));
  if (missing.length === 0) return wanted.map(({ name }) => columns.find((column) => column.name === name)!);
  const names = missing.slice(0, 5).map(({ name }) => `\`${name}\``);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  throw new InputError(
    'missing_column',
    `${label} lacks ${plural(missing.length, 'column')} that the model needs: ${names.join(', ')}${more}.`,
    'Columns are found by their names, in any order. A column whose values are not known has to be there, with empty cells.',
  );
}

async function cellsOf(
  source: Source,
  given: SourceColumn,
  { name, kind }: WantedColumn,
  { missing, decimal, dates }: CellReading,
  rows: number,
): Promise<Cells> {
  const { db } = source;
  const date = dates.find((one) => one.column === name);
  if (!isOfKind(given, kind, date !== undefined)) {
    const [present] = await rowOf(db, `select count(${given.sql}) from data`);
    if (Number(present) === 0)
      return kind === 'number' ? new Float64Array(rows).fill(Number.NaN) : new Array(rows).fill(null);
    throw new InputError(
      'unsupported_type',
      `Column \`${name}\` of ${source.label} has the type ${given.type}, and holds ${date ? 'dates' : HELD[kind]} in the model.`,
      'Write it as in the table that the model was trained on.',
    );
  }
  if (kind === 'text' || kind === 'boolean') {
    const column = withoutWords(given, missing ?? []);
    const text = kind === 'text' ? asText(column) : `lower(${asText(column)})`;
    return texts(db, text, rows);
  }
  const column = withoutWords(given, missing ?? MISSING_WORDS);
  const number = date ? asDays(column, date.format).sql : numberSql(column, decimal);
  // Infinite is no number that could be scaled.
  const none = `(${number} is null or isinf(${number}))`;
  const bad = `${asText(column)} is not null and ${none}`;
  const [count] = await rowOf(db, `select count(*) from data where ${bad}`);
  if (Number(count) > 0) {
    const cell = await firstRow(source, column, none);
    throw new InputError(
      'not_a_number',
      `Column \`${name}\` of ${source.label} holds ${date ? 'dates' : 'numbers'} in the model, but ${grouped(Number(count))} of ${plural(rows, 'cell')} ${Number(count) === 1 ? 'is' : 'are'} none: ${cell}.`,
      'Empty the cell where the value is missing, or write it as in the table that the model was trained on.',
    );
  }
  const values = new Float64Array(rows);
  await each<number | null>(db, number, (row, value) => {
    values[row] = value === null || !Number.isFinite(value) ? Number.NaN : value;
  });
  if (kind === 'number') return values;
  // Adding 0 turns -0 into 0.
  return Array.from(values, (value) => (Number.isNaN(value) ? null : String(value + 0)));
}

/** Another type than the model has would be read as something else, a date as so many days. Text may hold anything. */
function isOfKind({ type }: SourceColumn, kind: WantedColumn['kind'], isDate: boolean): boolean {
  const family = familyOf(type);
  if (family === 'text') return true;
  if (kind === 'text') return family !== 'other' || isDateType(type);
  if (kind === 'boolean') return family === 'boolean';
  return isDate ? isDateType(type) : family === 'number';
}

const HELD = { number: 'numbers', numeric: 'numbers', boolean: 'true and false', text: 'names' } as const;

function numberSql(column: SourceColumn, decimal: CellReading['decimal']): string {
  if (decimal === null || familyOf(column.type) !== 'text') return asNumber(column);
  const dressed = dressedSql(trimmedSql(column.sql), decimal);
  return decimal === ','
    ? `coalesce(${dressed}, ${asNumber(column)})`
    : `coalesce(${asNumber(column)}, ${dressed})`;
}

async function texts(db: DuckDBConnection, text: string, rows: number): Promise<(string | null)[]> {
  const values = new Array<string | null>(rows).fill(null);
  await each<string | null>(db, text, (row, value) => {
    values[row] = value;
  });
  return values;
}

/** Hands on a value of each row, in the order of the rows. */
async function each<Value>(
  db: DuckDBConnection,
  expression: string,
  take: (row: number, value: Value) => void,
): Promise<void> {
  let row = 0;
  for await (const chunk of await db.stream(`select ${expression} from data`)) {
    const values = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) take(row++, values.getItem(i) as Value);
  }
}
