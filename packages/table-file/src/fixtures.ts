import { InputError } from '@latentsweep/core';
import type { FileTable } from './table.ts';
import type { TextPieces } from './text/lines.ts';

/** A text as a file that comes in pieces of so many letters. */
export function inPieces(text: string, size = 7): TextPieces {
  return async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  };
}

/** All rows of a table, and the lines that they are on. */
export async function allRows(table: FileTable) {
  const cells: (readonly (string | null)[])[] = [];
  const lines: number[] = [];
  for await (const rows of table.rows()) {
    for (const row of rows) {
      cells.push(row.cells);
      lines.push(row.line);
    }
  }
  return { cells, lines };
}

/** What a user reads where it is refused. */
export async function told(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => {
      throw new Error('it was accepted');
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw error;
  return `[${error.code}] ${error.message} ${error.hint}`;
}

export { bytesOf, npyOf } from './npz/write.ts';
export { workbookOf } from './xlsx/fixtures.ts';
export { zipOf } from './zip/write.ts';
