/**
 * A sheet of an XLSX workbook as rows of text, as a CSV has them: numbers as they are stored, dates as ISO 8601, true and
 * false. Read in pieces, so that a large sheet takes no more memory than its texts.
 */

import { InputError } from '@latentsweep/core';
import { refuseSize } from '../table.ts';
import { openZip } from '../zip/zip.ts';
import { type SheetRow, sheetRows } from './sheet.ts';
import { openWorkbook, type SheetEntry } from './workbook.ts';

export interface Sheet {
  readonly name: string;
  /** The first row that has a cell, and the first column (from 0) that any row has one in. */
  readonly first: SheetRow;
  readonly from: number;
  /** Columns from there on to the last that any row has a cell in. */
  readonly width: number;
  /** The rows of these columns, the first one among them, from the start each time. */
  rows(): AsyncIterable<readonly SheetRow[]>;
}

/** `wanted`: the name of a sheet, or null for the only one. Throws InputError; `near`: names like one that is not there. */
export async function readSheet(
  path: string,
  wanted: string | null,
  near: (name: string, names: readonly string[]) => string,
): Promise<Sheet> {
  const workbook = await openWorkbook(await openZip(path));
  const sheet = chosen(path, workbook.sheets, wanted, near);
  let first: SheetRow | null = null;
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  let count = 0;
  for await (const rows of sheetRows(workbook, sheet)) {
    for (const row of rows) {
      first ??= row;
      from = Math.min(
        from,
        row.cells.findIndex((cell) => cell !== null),
      );
      to = Math.max(to, row.cells.length);
    }
    count += rows.length;
    refuseSize(path, count, to);
  }
  if (first === null) {
    const message = `The sheet \`${sheet.name}\` of ${path} is empty.`;
    throw new InputError('empty_file', message, 'Name another one with `sheet`.');
  }
  const cut = ({ line, cells }: SheetRow): SheetRow => ({
    line,
    cells: Array.from({ length: to - from }, (_, i) => cells[from + i] ?? null),
  });
  return {
    name: sheet.name,
    first: cut(first),
    from,
    width: to - from,
    rows: async function* rows() {
      for await (const some of sheetRows(workbook, sheet)) yield some.map(cut);
    },
  };
}

function chosen(
  path: string,
  sheets: readonly SheetEntry[],
  wanted: string | null,
  near: (name: string, names: readonly string[]) => string,
): SheetEntry {
  const names = sheets.map(({ name }) => name);
  const listed = names.map((name) => `\`${name}\``).join(', ');
  if (wanted !== null) {
    const found = sheets.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const message = `${path} has no sheet \`${wanted}\` (dataset.sheet).`;
    throw new InputError('unknown_sheet', message, `${near(wanted, names)}It has ${listed}.`);
  }
  const shown = sheets.filter(({ hidden }) => !hidden);
  const [only] = shown.length > 0 ? shown : sheets;
  if (only === undefined) throw new InputError('empty_file', `${path} has no sheet.`, 'Save it again.');
  if (shown.length <= 1) return only;
  const message = `${path} has ${shown.length} sheets: ${shown.map(({ name }) => `\`${name}\``).join(', ')}.`;
  throw new InputError(
    'which_sheet',
    message,
    `Name the one that holds the table: \`sheet: ${JSON.stringify(shown[0]!.name)}\`.`,
  );
}
