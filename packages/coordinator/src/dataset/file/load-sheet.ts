/** Reads a sheet of a workbook into DuckDB's table `data`, its cells as text. */

import { InputError } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import { lettersOf, readSheet, type Sheet } from '@latentsweep/table-file';
import type { DuckDBConnection } from '../duckdb.ts';
import type { Source, TableDefinition } from '../source.ts';
import { MOST_ROWS } from '../text/dialect.ts';
import { columnsOf } from '../text/header.ts';
import { loadFile } from './load-file.ts';

export async function loadSheet(
  db: DuckDBConnection,
  path: string,
  definition: TableDefinition,
): Promise<Source> {
  const sheet = await readSheet(path, definition.sheet ?? null, didYouMean);
  const label = `the sheet \`${sheet.name}\` of ${path}`;
  refuseTitle(label, sheet, definition);
  const first = textOf(sheet.first.cells);
  const layout = {
    ...NO_TEXT,
    unit: 'Row',
    line: sheet.first.line,
    first,
    rows: await rowsBehind(sheet),
  } as const;
  const columns = columnsOf(label, layout, definition);
  const table = {
    columns: columns.names.map((name) => ({ name, holds: 'open' as const })),
    notes: columns.notes,
    output: null,
    unit: 'row' as const,
    rows: columns.header ? () => withoutFirst(sheet) : () => sheet.rows(),
  };
  // `columns` has given its names already.
  const source = await loadFile(db, label, table, { columns: null });
  return { ...source, unnamed: columns.unnamed };
}

/** A sheet has no dialect. */
const NO_TEXT = { delimiter: ',', quote: '"', from: 0, comments: null };

function refuseTitle(label: string, { first, width, from }: Sheet, { header }: TableDefinition): void {
  const filled = first.cells.filter((cell) => cell !== null);
  if (header !== null || width < 3 || filled.length > 1) return;
  throw new InputError(
    'sheet_title',
    `Row ${first.line} of ${label} has one cell, '${filled[0]!.slice(0, 40)}', and columns ${lettersOf(from)} to ${lettersOf(from + width - 1)} hold something further down.`,
    'If it is a title, take it out of the sheet, so that the first row names the columns. If it is the header, write `header: true`.',
  );
}

async function rowsBehind(sheet: Sheet): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const some of withoutFirst(sheet)) {
    rows.push(...some.slice(0, MOST_ROWS - rows.length).map(({ cells }) => textOf(cells)));
    if (rows.length >= MOST_ROWS) break;
  }
  return rows;
}

async function* withoutFirst(sheet: Sheet) {
  let first = true;
  for await (const rows of sheet.rows()) {
    yield first ? rows.slice(1) : rows;
    first = false;
  }
}

function textOf(cells: readonly (string | null)[]): string[] {
  return cells.map((cell) => cell ?? '');
}
