/** The parts of CSV that DuckDB leaves open: the delimiter, the names in the header, the line that a row is on. */

const DELIMITERS = [',', ';', '\t', '|'];

export interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** From the beginning of a file. The delimiter is the one that the header has most of outside of quotes. */
export function readHeader(text: string): Header {
  const record = firstRecord(text);
  const unquoted = record.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))]!;
  const names = cells(record, delimiter).map((name, i) => name.trim() || `column ${i + 1}`);
  return { delimiter, names };
}

/** The line, from 1, that data row `row` (from 0) begins on. Quotes may hold line ends; empty lines are no rows. */
export function lineOfRow(text: string, row: number, columns: number): number {
  let line = 1;
  let rows = -1;
  for (let at = 0; at < text.length; ) {
    const record = firstRecord(text, at);
    if (record !== '' || columns === 1) {
      if (rows === row) return line;
      rows++;
    }
    const end = at + record.length;
    line += record.split(/\r\n|\n|\r/).length;
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return line;
}

/** Up to a line end outside of quotes. */
function firstRecord(text: string, from = 0): string {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const letter = text[i];
    if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === '\n' || letter === '\r')) return text.slice(from, i);
  }
  return text.slice(from);
}

function cells(record: string, delimiter: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (const letter of record) {
    if (letter === '"') {
      quoted = !quoted;
      cell += letter;
    } else if (letter === delimiter && !quoted) {
      found.push(cell);
      cell = '';
    } else cell += letter;
  }
  found.push(cell);
  return found.map(unquote);
}

function unquote(cell: string): string {
  const trimmed = cell.trim();
  const quoted = trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"');
  return quoted ? trimmed.slice(1, -1).replaceAll('""', '"') : cell;
}
