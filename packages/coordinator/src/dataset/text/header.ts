/** The names of a text file's columns, and the question whether its first line holds them. */

import { type Fault, InputError, plural } from '@latentsweep/core';
import { trimmed } from '../column/blank.ts';
import { sentence } from '../refuse.ts';
import type { TableDefinition } from '../source.ts';
import { fits, isNumber, isShortHeader } from './dialect.ts';
import type { Layout as TextLayout } from './layout.ts';

/** `unit`: what `line` counts. */
type Layout = TextLayout & { readonly unit?: 'Line' | 'Row' };

export interface Columns {
  /** Whether the first record names them. */
  readonly header: boolean;
  /** `column 3` where the third has none. */
  readonly names: readonly string[];
  /** Those that have none in the file. */
  readonly unnamed: readonly string[];
  readonly notes: readonly Fault[];
}

/** Throws InputError where the first line must be asked about, or names don't fit. */
export function columnsOf(
  label: string,
  layout: Layout,
  given: Pick<TableDefinition, 'header' | 'columns' | 'reading'>,
): Columns {
  const place = `${layout.unit ?? 'Line'} ${layout.line} of ${label}`;
  const looks = given.header === null ? likeRow(layout) : null;
  if (looks !== null) {
    throw new InputError(
      'header_or_row',
      `${place}, \`${shown(layout.first)}\`, looks like a row of data: ${looks}.`,
      `${NO_HEADER} If it names the columns, write \`header: true\`.`,
    );
  }
  const header = given.header !== false;
  const inFile = header
    ? namesIn(layout, given.reading === 1 ? (name) => name.trim() : trimmed)
    : layout.first.map(() => '');
  const { columns } = given;
  if (columns !== null && columns.length !== inFile.length) {
    throw new InputError(
      'wrong_column_count',
      `\`columns\` has ${plural(columns.length, 'name')}, but ${label} has ${plural(inFile.length, 'column')}: \`${shown(layout.first)}\` on ${(layout.unit ?? 'Line').toLowerCase()} ${layout.line}.`,
      'Name every column, in the order of the file.',
    );
  }
  const names = (columns ?? inFile).map((name, i) => name || `column ${i + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const message = `${sentence(label)} has two columns \`${twice}\`.`;
    const hint = header && columns === null ? ` ${NO_HEADER}` : '';
    throw new InputError('duplicate_column', message, `Give each its own name.${hint}`);
  }
  return {
    header,
    names,
    unnamed: header && columns === null ? names.filter((_, i) => inFile[i] === '') : [],
    notes: header && given.header === null && countsUp(layout.first) ? [numbersAsNames(place, layout)] : [],
  };
}

const NO_HEADER =
  'If the first line is a row of data, write `header: false`, and `columns: [x1, x2, y]` with a name for each column (or they are called `column 1`, `column 2`, …).';

function namesIn({ first, rows }: Layout, bare: (name: string) => string): string[] {
  const names = first.map(bare);
  if (isShortHeader(names.length, rows)) return ['', ...names];
  // A delimiter at the end of the header alone.
  const filled = names.findLastIndex((name) => name !== '') + 1;
  const width = Math.max(filled, ...rows.map((cells) => cells.length));
  return rows.length > 0 && rows.every((cells) => fits(cells, filled)) ? names.slice(0, width) : names;
}

/** Why the first record is more likely a row than a header, or null. */
function likeRow({ first, rows }: Layout): string | null {
  if (countsUp(first)) return null;
  const cells = first.map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== '');
  const numbers = filled.filter(isNumber).length;
  const numbersSaid = `${numbers} of its ${filled.length} cells are numbers`;
  if (2 * numbers > filled.length) return numbersSaid;
  // A header that comes again, where files were joined, says nothing. Half numbers, half names that come again: a row.
  const others = rows.filter((row) => row.some((cell, i) => cell.trim() !== cells[i]));
  const again = cells.flatMap((cell, i) =>
    cell !== '' && others.some((row) => row[i]?.trim() === cell) ? [i + 1] : [],
  );
  const words = again.filter((column) => !isNumber(cells[column - 1]!));
  const few = again.length < 2 || 2 * again.length <= filled.length;
  if (few && (words.length === 0 || 2 * (numbers + words.length) <= filled.length)) return null;
  const told = few ? words : again;
  const numbersToo = few ? `${numbersSaid}, and ` : '';
  const of = few ? plural(told.length, 'other') : `${told.length} of its ${filled.length} cells`;
  const come = told.length === 1 ? 'comes again in its column' : 'come again in their columns';
  return `${numbersToo}${of} ${come}, as \`${cells[told[0]! - 1]}\` does in column ${told[0]}`;
}

/** 0, 1, 2, … or 1, 2, 3, …: names that pandas gives to columns without any. */
function countsUp(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => cell.trim()).filter(isNumber);
  const start = Number(numbers[0]);
  return (
    numbers.length > 2 &&
    (start === 0 || start === 1) &&
    numbers.every((cell, i) => cell === String(start + i))
  );
}

function numbersAsNames(place: string, { first }: Layout): Fault {
  const message = `${place}, \`${shown(first)}\`, is taken for the names of the columns, since its numbers count up`;
  const hint =
    'If it is a row of data, write `header: false`; `header: true` takes it as it is, without a word.';
  return { code: 'numbers_as_names', path: 'dataset.header', message, hint };
}

function shown(cells: readonly string[]): string {
  const line = cells.join(',');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
