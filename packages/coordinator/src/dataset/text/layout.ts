/** How a text file is laid out: where its table begins, what divides its cells, whether a line names the columns. */

import { type Dialect, recordsOf } from './csv.ts';
import { bestDialect, isNumber, MOST_ROWS } from './dialect.ts';

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
  const { dialect, records } = bestDialect(lead.delimiter === null ? DELIMITERS : [lead.delimiter], read);
  const [first, ...rows] = records.slice(0, MOST_ROWS + 1).map(({ cells }) => cells);
  const { from, line, comments } = lead;
  const layout = { ...dialect, from, line, comments, first: first!, rows };
  return headerInComment(text, layout) ?? layout;
}

interface Lead extends Pick<Layout, 'from' | 'line' | 'comments'> {
  /** As Excel's line `sep=;` says. */
  readonly delimiter: string | null;
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
