import type { Table } from '@latentsweep/store';
import { csvLine } from './csv.ts';
import { JsonArray } from './json.ts';

/** Pages of a table as one text for programs, a piece a page: all columns, numbers in full. */
export async function* textOf(
  pages: AsyncIterable<Table> | Iterable<Table>,
  format: 'json' | 'csv',
): AsyncGenerator<string> {
  const array = new JsonArray();
  let first = true;
  for await (const { columns, rows } of pages) {
    const lines = first ? [columns, ...rows] : rows;
    yield format === 'csv' ? lines.map(csvLine).join('') : array.rows(columns, rows);
    first = false;
  }
  if (format === 'json') yield array.end();
}
