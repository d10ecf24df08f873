import { rm, writeFile } from 'node:fs/promises';
import type { Reading, Sweep, Table } from '@latentsweep/store';
import { textOf } from '../text/pages.ts';
import { writeAtomically } from './atomic-file.ts';
import { csvToParquet } from './parquet.ts';

export const FILE_KINDS = ['csv', 'json', 'parquet'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface Source {
  readonly store: Pick<Reading, 'columnTypes'>;
  readonly sweep: Sweep;
  readonly pages: AsyncIterable<Table>;
}

/** Writes a sweep's pages to a file of that kind, which appears once it is whole. Returns the number of rows. */
export const exportToFile = (path: string, kind: FileKind, { store, sweep, pages }: Source) =>
  writePagesTo(path, kind, pages, () => store.columnTypes(sweep));

/** The same of any pages; `typesOf`: the SQL types of columns that are no texts. */
export async function writePagesTo(
  path: string,
  kind: FileKind,
  pages: AsyncIterable<Table> | Iterable<Table>,
  typesOf: () => Promise<ReadonlyMap<string, string>>,
): Promise<number> {
  let columns: readonly string[] = [];
  let rows = 0;
  async function* seen() {
    for await (const page of pages) {
      columns = page.columns;
      rows += page.rows.length;
      yield page;
    }
  }
  const writeText = (file: string, format: 'csv' | 'json') =>
    writeFile(file, textOf(seen(), format), { flush: true });
  await writeAtomically(path, async (partial) => {
    if (kind !== 'parquet') return writeText(partial, kind);
    const csv = `${partial}.csv`;
    try {
      await writeText(csv, 'csv');
      const types = await typesOf();
      const typed = columns.map((name) => [name, types.get(name) ?? 'text'] as const);
      await csvToParquet(csv, partial, typed);
    } finally {
      await rm(csv, { force: true });
    }
  });
  return rows;
}
