/** How a text file is laid out: where its table begins, what divides its cells, whether a line names the columns. */

import { type CsvRecord, type Dialect, recordsOf } from './csv.ts';

export interface Layout extends Dialect {
  /** Characters before the first record. */
  readonly from: number;
  /** The line of the first record, from 1. */
  readonly line: number;
  /** The first record. */
  readonly first: readonly string[];
  /** The records after it, as far as they were looked at. */
  readonly rows: readonly (readonly string[])[];
  /** Lines before it that begin with this are taken for comments. */
  readonly comments: { readonly mark: string; readonly lines: number } | null;
}

const DELIMITERS = [',', ';', '\t', '|'];
/** Looked at, after the first record. */
const MOST_ROWS = 200;
const SAMPLE = 64 * 1024;

/** Of the beginning of a file, which is all of it where it is `whole`. Null where nothing but comments is there. */
export function layoutOf(text: string, whole: boolean): Layout | null {
  const lead = leadOf(text);
  if (lead === null) return null;
  const sample = text.slice(lead.from, lead.from + sampleSize(text, lead.from));
  const ends = whole && lead.from + sample.length === text.length;
  const read = (dialect: Dialect) => {
    const records = recordsOf(sample, dialect, ends, lead.line).filter(({ cells }) => cells.length > 0);
    // A header of more bytes than the beginning has is cut.
    return { dialect, records: records.length > 0 ? records : recordsOf(sample, dialect) };
  };
  const { dialect, records } = best(lead.delimiter === null ? DELIMITERS : [lead.delimiter], read);
  const [first, ...rows] = records.slice(0, MOST_ROWS + 1).map(({ cells }) => cells);
  const { from, line, comments } = lead;
  const layout = { ...dialect, from, line, comments, first: first!, rows };
  return headerInComment(text, layout) ?? layout;
}

interface Lead {
  readonly from: number;
  readonly line: number;
  /** As Excel's line `sep=;` says. */
  readonly delimiter: string | null;
  readonly comments: Layout['comments'];
}

/** What comes before the table: empty lines, comments, Excel's `sep=`. Null where nothing follows. */
function leadOf(text: string): Lead | null {
  let delimiter: string | null = null;
  let mark = '';
  let comments = 0;
  let line = 1;
  for (const { 0: whole, 1: words, index } of text.matchAll(/(.*)(?:\r\n|\n|\r|$)/g)) {
    const content = words!.trim();
    const excel = /^sep=(.)$/i.exec(words!);
    if (excel && delimiter === null) delimiter = excel[1]!;
    else if (/^[#%]/.test(content)) {
      mark = content[0]!;
      comments++;
    } else if (content !== '') {
      const found = comments === 0 ? null : { mark, lines: comments };
      return { from: index, line, delimiter, comments: found };
    }
    if (whole === '') break;
    line++;
  }
  return null;
}

/** At least a few lines. */
function sampleSize(text: string, from: number): number {
  let at = from;
  for (let lines = 0; lines < 5 && at >= 0; lines++) at = text.indexOf('\n', at + 1);
  return at < 0 ? text.length - from : Math.max(SAMPLE, at + 1 - from);
}

interface Reading {
  readonly dialect: Dialect;
  readonly records: readonly CsvRecord[];
}

/**
 * The dialect in which rows have as many cells as the first record; of several the one with most cells. Blanks
 * divide cells, or single quotes hold them, only where nothing else fits.
 */
function best(delimiters: readonly string[], read: (dialect: Dialect) => Reading): Reading {
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

/** A comment `# x,y` right above rows of numbers, as numpy.savetxt writes it, names the columns. */
function headerInComment(text: string, layout: Layout): Layout | null {
  if (layout.comments === null || !layout.first.some(isNumber)) return null;
  const above = text.slice(0, layout.from).replace(/(\r\n|\n|\r)$/, '');
  const at = Math.max(above.lastIndexOf('\n'), above.lastIndexOf('\r')) + 1;
  // `#id,x` keeps its mark, it may be the name.
  const from = at + (/^[#%]\s+/.exec(above.slice(at))?.[0].length ?? 0);
  const [record] = recordsOf(above.slice(from), layout);
  if (record === undefined || record.cells.length !== layout.first.length) return null;
  const lines = layout.comments.lines - 1;
  return {
    ...layout,
    from,
    line: layout.line - 1,
    first: record.cells,
    rows: [layout.first, ...layout.rows],
    comments: lines === 0 ? null : { ...layout.comments, lines },
  };
}

/** Decimal commas count too: it only matters that it is no name. */
export function isNumber(cell: string): boolean {
  return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(cell.trim());
}
