import { InputError, plural } from '@latentsweep/core';
import type { CsvRecord } from './csv.ts';
import { fits } from './dialect.ts';
import type { Columns } from './header.ts';

/** Throws where quotes don't close, or not at the end of a cell. */
export function refuseBroken(path: string, { line, cells, broken }: CsvRecord): void {
  const at = `Line ${line} of ${path}`;
  const twice = 'write a double quote inside of quotes twice';
  if (broken === 'open_quote') {
    const message = `${at} opens a quote that never closes.`;
    throw new InputError('unclosed_quote', message, `Close it, or ${twice}.`);
  }
  if (broken === 'text_after_quote') {
    const message = `${at} has text behind a closing quote: ${cells.find(isBroken) ?? ''}.`;
    throw new InputError('text_after_quote', message, `Put the whole cell in quotes, and ${twice}.`);
  }
}

function isBroken(cell: string): boolean {
  return /^\s*(["']).*\1.*[^"'\s]/.test(cell);
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
    `Line ${line} of ${path} has ${plural(cells.length, 'cell')}, ${first} has ${names.length}.`,
    `${comment}Give every row as many cells as ${first}, and put cells that hold the delimiter in double quotes.`,
  );
}
