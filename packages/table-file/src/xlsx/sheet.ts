/** Rows of a sheet, as far as they have cells. */

import { InputError } from '@latentsweep/core';
import { damagedZip } from '../zip/zip.ts';
import { isoOf } from './dates.ts';
import { eventsOf } from './part.ts';
import type { SheetEntry, Workbook } from './workbook.ts';

export interface SheetRow {
  /** From 1, as the sheet numbers it. */
  readonly line: number;
  /** From column A; none that is empty at the end. */
  readonly cells: readonly (string | null)[];
}

/** Columns of a sheet (XFD). */
const MOST_COLUMNS = 16_384;

/** Rows with a cell that is not empty. Throws InputError with the row. */
export async function* sheetRows(workbook: Workbook, sheet: SheetEntry): AsyncGenerator<readonly SheetRow[]> {
  const { zip } = workbook;
  const fail = (line: number, what: string, hint: string) =>
    new InputError('bad_sheet', `Row ${line} of the sheet \`${sheet.name}\` of ${zip.path} ${what}.`, hint);
  let line = 0;
  let cells: (string | null)[] = [];
  let column = 0;
  let cell: { type: string; style: number; formula: boolean } | null = null;
  let value: string | null = null;
  let reading = false;
  let aside = 0;
  const read = (): string | null => {
    const { type, style, formula } = cell!;
    if (value === null || value === '') {
      if (formula && type !== 'str') {
        throw fail(
          line,
          `has a formula in column ${lettersOf(column)} whose value was never computed`,
          'Open the workbook in Excel or LibreOffice and save it.',
        );
      }
      return null;
    }
    switch (type) {
      case 's': {
        const text = workbook.texts[Number(value)];
        if (text === undefined) throw damagedZip(zip.path, `row ${line} of it has a text that is not there`);
        return text;
      }
      case 'b':
        return value === '1' ? 'true' : 'false';
      case 'n':
        return (workbook.dateStyles[style] && isoOf(Number(value), workbook.since1904)) || value;
      default:
        return value;
    }
  };
  for await (const events of eventsOf(zip, sheet.entry)) {
    const rows: SheetRow[] = [];
    for (const event of events) {
      if (event.kind === 'text') {
        if (reading && aside === 0) value = (value ?? '') + event.text;
        continue;
      }
      const opens = event.kind === 'open';
      switch (event.name) {
        case 'row':
          if (opens) {
            line = Number(event.attributes['r'] ?? line + 1);
            cells = [];
            column = -1;
          } else if (cells.length > 0) rows.push({ line, cells });
          break;
        case 'c':
          if (opens) {
            const { r, t = 'n', s = '0' } = event.attributes;
            column = r === undefined ? column + 1 : columnOf(r);
            if (!(column >= 0 && column < MOST_COLUMNS))
              throw fail(line, `has a cell at '${r}'`, 'Save it again.');
            cell = { type: t, style: Number(s), formula: false };
            value = null;
          } else if (cell !== null) {
            const found = read();
            if (found !== null) {
              while (cells.length < column) cells.push(null);
              cells[column] = found;
            }
            cell = null;
          }
          break;
        case 'f':
          if (cell) cell.formula = true;
          break;
        case 'rPh':
          aside += opens ? 1 : -1;
          break;
        case 'v':
        case 't':
          reading = opens && cell !== null;
          break;
      }
    }
    if (rows.length > 0) yield rows;
  }
}

/** Of `AB12`, from 0. */
function columnOf(place: string): number {
  const [letters] = /^[A-Z]{1,3}/.exec(place) ?? [''];
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}

export function lettersOf(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
