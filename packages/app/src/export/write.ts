import { rm } from 'node:fs/promises';
import type { Reading, Sweep, Table } from '@latentsweep/store';
import { csvLine } from '../text/csv.ts';
import { JsonArray } from '../text/json.ts';
import { writeAtomically, writeText } from './atomic-file.ts';

export const FILE_KINDS = ['csv', 'json', 'parquet'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface Source {
  readonly store: Pick<Reading, 'columnTypes'>;
  readonly sweep: Sweep;
  readonly pages: AsyncIterable<Table>;
}

type Append = (text: string) => Promise<void>;

/** Writes the pages to a file of that kind, which appears once it is whole. Returns the number of rows. */
export async function exportToFile(path: string, kind: FileKind, source: Source): Promise<number> {
  let rows = 0;
  await writeAtomically(path, async (partial) => {
    if (kind === 'parquet') {
      rows = await writeParquet(partial, source);
    } else {
      const write = kind === 'csv' ? writeCsv : writeJson;
      await writeText(partial, async (append) => {
        rows = (await write(source.pages, append)).rows;
      });
    }
  });
  return rows;
}

interface Written {
  readonly columns: readonly string[];
  readonly rows: number;
}

async function writeCsv(pages: AsyncIterable<Table>, append: Append): Promise<Written> {
  let columns: readonly string[] = [];
  let rows = 0;
  for await (const page of pages) {
    if (rows === 0 && columns.length === 0) await append(csvLine(page.columns));
    columns = page.columns;
    await append(page.rows.map(csvLine).join(''));
    rows += page.rows.length;
  }
  return { columns, rows };
}

async function writeJson(pages: AsyncIterable<Table>, append: Append): Promise<Written> {
  const array = new JsonArray();
  let columns: readonly string[] = [];
  let rows = 0;
  for await (const page of pages) {
    columns = page.columns;
    await append(array.rows(columns, page.rows));
    rows += page.rows.length;
  }
  await append(array.end());
  return { columns, rows };
}

async function writeParquet(partial: string, { store, sweep, pages }: Source): Promise<number> {
  const csv = `${partial}.csv`;
  try {
    let written: Written = { columns: [], rows: 0 };
    await writeText(csv, async (append) => {
      written = await writeCsv(pages, append);
    });
    // DuckDB takes a while to load.
    const { csvToParquet, parquetType } = await import('./parquet.ts');
    const types = await store.columnTypes(sweep);
    const columns = written.columns.map((name) => ({ name, type: parquetType(types.get(name) ?? 'text') }));
    await csvToParquet(csv, partial, columns);
    return written.rows;
  } finally {
    await rm(csv, { force: true });
  }
}
