/** The delimiter and the quote of a CSV, by what makes its rows alike. */

import type { CsvRecord, Dialect } from './csv.ts';

/** Rows that are looked at, after the first record. */
export const MOST_ROWS = 200;

export interface Reading {
  readonly dialect: Dialect;
  readonly records: readonly CsvRecord[];
}

/**
 * The dialect in which rows have as many cells as the first record; of several the one with most cells. Blanks
 * divide cells, or single quotes hold them, only where nothing else fits.
 */
export function bestDialect(delimiters: readonly string[], read: (dialect: Dialect) => Reading): Reading {
  const plain = delimiters.map((delimiter) => read({ delimiter, quote: '"' }));
  const spaced = plain.every(
    ({ dialect, records }) =>
      dialect.delimiter === '\t' || records[0]!.cells.length === 1 || records[0]!.broken !== null,
  );
  const blanks = spaced ? [read({ delimiter: ' ', quote: '"' })] : [];
  const rounds = [
    () => plain.filter((reading) => !blanks.some((other) => isAmongBlanks(reading, other))),
    () => blanks,
    () => [...delimiters, ...(spaced ? [' '] : [])].flatMap((delimiter) => singleQuoted(read, delimiter)),
  ];
  for (const round of rounds) {
    const regular = round().filter(isRegular);
    if (regular.length > 0) return widest(regular);
  }
  const named = [...plain, ...blanks].filter(hasShortHeader);
  return widest(named.length > 0 ? named : plain);
}

/** A tab that stands among runs of blanks, which divide the rows into more cells. */
function isAmongBlanks(reading: Reading, blanks: Reading): boolean {
  const { dialect, records } = reading;
  const runs = dialect.delimiter === '\t' && records[0]!.cells.some((cell) => /\S {2,}\S/.test(cell));
  return runs && isRegular(blanks) && widthOf(blanks) > widthOf(reading);
}

/** Where single quotes hold something that double quotes do not. */
function singleQuoted(read: (dialect: Dialect) => Reading, delimiter: string): Reading[] {
  const single = read({ delimiter, quote: "'" });
  const cells = single.records.flatMap((record) => record.cells);
  const double = read({ delimiter, quote: '"' }).records.flatMap((record) => record.cells);
  return double.some((cell) => cell.trimStart().startsWith("'")) &&
    !cells.some((cell) => cell.startsWith('"'))
    ? [single]
    : [];
}

/** By the first record, or, where that is a title, by the last. */
function widest(readings: readonly Reading[]): Reading {
  const width = (reading: Reading) => {
    const last = reading.records.at(-1)!.cells.length;
    return Math.max(...readings.map(widthOf)) > 1 ? widthOf(reading) : last;
  };
  return readings.reduce((most, next) => (width(next) > width(most) ? next : most));
}

function widthOf({ records }: Reading): number {
  return records[0]?.cells.length ?? 0;
}

function isRegular(reading: Reading): boolean {
  const { records } = reading;
  const width = widthOf(reading);
  if (width < 2 || records.some(({ broken }) => broken !== null)) return false;
  return rowsOf(reading).every((cells) => fits(cells, width));
}

function hasShortHeader(reading: Reading): boolean {
  return isShortHeader(widthOf(reading), rowsOf(reading));
}

function rowsOf({ records }: Reading): (readonly string[])[] {
  return records.slice(1, MOST_ROWS + 1).map(({ cells }) => cells);
}

/** Empty cells at the end of a row do no harm. */
export function fits(cells: readonly string[], width: number): boolean {
  return cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '');
}

/** R's write.table: rows begin with their names, or their numbers, over which the header has no cell. */
export function isShortHeader(width: number, rows: readonly (readonly string[])[]): boolean {
  if (rows.length === 0 || rows.some((cells) => cells.length !== width + 1)) return false;
  const names = rows.map(([name]) => name!);
  const differ = new Set(names).size === names.length && !names.some(isNumber);
  return differ || names.every((name, i) => name === String(i + 1));
}

/** Decimal commas count too: it only matters that it is no name. */
export function isNumber(cell: string): boolean {
  return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(cell.trim());
}
