import { asNumber, asText, type Family, familyOf } from './cell.ts';
import type { DuckDBConnection } from './duckdb.ts';
import type { SourceColumn } from './load.ts';

/** What a column holds, counted over all rows. Text is trimmed first; empty text counts as missing. */
export interface Profile {
  readonly column: SourceColumn;
  readonly family: Family;
  readonly present: number;
  /** Finite numbers, or text that reads as one. */
  readonly finite: number;
  readonly nan: number;
  readonly infinite: number;
  /** true or false, or text that says so. */
  readonly boolean: number;
  readonly distinct: number;
  /** Of the finite numbers; 0 where there are none. */
  readonly least: number;
  readonly most: number;
}

export async function profileColumns(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
): Promise<{ readonly rows: number; readonly profiles: readonly Profile[] }> {
  const counts = columns.flatMap((column) => countsOf(column));
  const read = await db.runAndReadAll(`select ${['count(*)', ...counts].join(', ')} from data`);
  const [rows, ...numbers] = read.getRowsJS()[0]!.map(Number);
  const each = counts.length / columns.length;
  const profiles = columns.map((column, i) => {
    const [present, finite, nan, infinite, boolean, distinct, least, most] = numbers.slice(
      i * each,
      (i + 1) * each,
    );
    return {
      column,
      family: familyOf(column.type),
      present: present!,
      finite: finite!,
      nan: nan!,
      infinite: infinite!,
      boolean: boolean!,
      distinct: distinct!,
      least: least!,
      most: most!,
    };
  });
  return { rows: rows!, profiles };
}

/** SQL for the numbers of a `Profile`, in its order. */
function countsOf(column: SourceColumn): string[] {
  const text = asText(column);
  const family = familyOf(column.type);
  const filtered = (condition: string) => `count(*) filter (${condition})`;
  const numeric = family === 'number' || family === 'text';
  const number = numeric ? asNumber(column) : 'null::double';
  const numbers = ['isfinite', 'isnan', 'isinf'].map((test) => filtered(`${test}(${number})`));
  const booleans = family === 'other' ? '0' : filtered(`lower(${text}) in ('true', 'false')`);
  const range = ['min', 'max'].map((end) => `${end}(${number}) filter (isfinite(${number}))`);
  return [`count(${text})`, ...numbers, booleans, `count(distinct ${text})`, ...range];
}
