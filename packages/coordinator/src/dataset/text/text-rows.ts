/** The rows of a table in a text file, and the lines that they are on. */

import { type CsvRecord, RecordReader } from './csv.ts';
import type { Columns } from './header.ts';
import type { Layout } from './layout.ts';
import { refuseBroken } from './refuse-csv.ts';
import { readPieces, type TextFile } from './text-file.ts';

export interface TextTable {
  readonly file: TextFile;
  readonly layout: Layout;
  readonly columns: Columns;
}

/** The rows after the header, without empty lines. */
export async function* rowsIn({ file, layout, columns }: TextTable): AsyncGenerator<readonly CsvRecord[]> {
  const reader = new RecordReader(layout, layout.line);
  let skip = layout.from;
  let header = columns.header;
  const rowsOf = (piece: string, last: boolean) => {
    const records = reader.read(piece, last).filter(({ cells }) => cells.length > 0);
    if (!header || records.length === 0) return records;
    header = false;
    refuseBroken(file.path, records[0]!);
    return records.slice(1);
  };
  for await (const piece of readPieces(file, () => reader.line)) {
    yield rowsOf(piece.slice(skip), false);
    skip = Math.max(0, skip - piece.length);
  }
  yield rowsOf('', true);
}

/** Of a row, from 0. */
export async function lineOf(table: TextTable, row: number): Promise<number> {
  let before = 0;
  for await (const rows of rowsIn(table)) {
    if (row < before + rows.length) return rows[row - before]!.line;
    before += rows.length;
  }
  throw new RangeError(`${table.file.path} has no row ${row}`);
}
