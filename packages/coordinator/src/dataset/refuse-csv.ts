import { InputError } from '@latentsweep/core';
import { counted } from './refuse.ts';

/** Turns DuckDB's complaint about a CSV into one that says where, what, and what to do. */
export function refuseCsv(path: string, columns: number, message: string): never {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const at = line === undefined ? path : `Line ${line} of ${path}`;
  if (/unicode|utf-8/i.test(message)) {
    const hint = 'Save it as UTF-8, for example: iconv -f latin1 -t utf8.';
    throw new InputError('not_utf8', `${at} is not UTF-8.`, hint);
  }
  const found = /Expected Number of Columns: \d+ Found: (\d+)/.exec(message)?.[1];
  if (found !== undefined) {
    throw new InputError(
      'ragged_row',
      `${at} has ${counted(Number(found), 'cell')}, the header has ${columns}.`,
      'Give every row as many cells as the header, and put cells that hold the delimiter in double quotes.',
    );
  }
  if (/unterminated quote/i.test(message)) {
    const hint = 'Close it, or write a double quote inside of quotes twice.';
    throw new InputError('unclosed_quote', `${at} opens a quote that never closes.`, hint);
  }
  // DuckDB's words for a file with CR LF in some rows and LF in others.
  if (/state machine reached an invalid state/.test(message)) {
    const hint = 'Give all rows the same line end, for example with dos2unix.';
    throw new InputError('mixed_line_ends', `${at} has line ends of more than one kind.`, hint);
  }
  throw new InputError(
    'bad_csv',
    `${at} can't be read: ${message.split('\n')[0]}`,
    'Check the file by hand.',
  );
}
