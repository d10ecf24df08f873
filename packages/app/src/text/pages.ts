import type { Table } from '@latentsweep/store';
import { cellAsJson } from './cell.ts';
import { csvLine } from './csv.ts';

/** Any number of pages, read one at a time. */
type Pages = AsyncIterable<Table> | Iterable<Table>;

/** Pages of a table as one text for programs, a piece a page: all columns, numbers in full. */
export function textOf(pages: Pages, format: 'json' | 'csv'): AsyncGenerator<string> {
  return format === 'csv' ? csvOf(pages) : jsonOf(pages);
}

async function* csvOf(pages: Pages): AsyncGenerator<string> {
  let first = true;
  for await (const { columns, rows } of pages) {
    yield (first ? [columns, ...rows] : rows).map(csvLine).join('');
    first = false;
  }
}

/** An array of objects, one a line. */
async function* jsonOf(pages: Pages): AsyncGenerator<string> {
  let before = '[\n';
  for await (const { columns, rows } of pages) {
    let text = '';
    for (const row of rows) {
      const object = Object.fromEntries(columns.map((name, i) => [name, cellAsJson(row[i])]));
      text += `${before}  ${JSON.stringify(object)}`;
      before = ',\n';
    }
    yield text;
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
