import { InputError } from '@latentsweep/core';
import { counted } from '../refuse.ts';
import type { CsvRecord } from './csv.ts';
import { fits } from './dialect.ts';
import type { Columns } from './header.ts';

/** Throws where quotes don't close, or not at the end of a cell. */
export function refuseBroken(path: string, { line, cells, broken }: CsvRecord): void {
  const at = `Line ${line} of ${path}`;
  const twice = 'write a double quote inside of quotes twice';
  if (broken === 'open_quote') {
    throw new InputError(
      'unclosed_quote',
      `${at} opens a quote that never closes.`,
      `Close it, or ${twice}.`,
    );
  }
  if (broken === 'text_after_quote') {
    const message = `${at} has text behind a closing quote: ${cells.find(isBroken) ?? ''}.`;
    throw new InputError('text_after_quote', message, `Put the whole cell in quotes, and ${twice}.`);
  }
}

/** Throws where a row has not as many cells as there are columns, too. */
export function refuseRow(path: string, row: CsvRecord, { header, names }: Columns): void {
  refuseBroken(path, row);
  const { line, cells } = row;
  if (fits(cells, names.length)) return;
  const first = header ? 'the header' : 'the first row';
  const title = `If \`${names[0]}\` is a title, take it out, or begin its line with #. `;
  const comment =
    names.length === 1 ? title : /^\s*[#%]/.test(cells[0]!) ? 'Take the line out if it is a comment. ' : '';
  throw new InputError(
    'ragged_row',
    `Line ${line} of ${path} has ${counted(cells.length, 'cell')}, ${first} has ${names.length}.`,
    `${comment}Give every row as many cells as ${first}, and put cells that hold the delimiter in double quotes.`,
  );
}

function isBroken(cell: string): boolean {
  return /^\s*(["']).*\1.*[^"'\s]/.test(cell);
}

/** Turns DuckDB's complaint about a CSV in which every record is sound into one that says what to do. */
export function refuseCsv(path: string, message: string): never {
  throw new InputError(
    'bad_csv',
    `${path} can't be read: ${message.split('\n')[0]}`,
    'Check the file by hand.',
  );
}
