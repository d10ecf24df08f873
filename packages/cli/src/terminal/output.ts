import { cellForPeople, textOf } from '@latentsweep/app';
import { plural, printable } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import { type Column, renderTable } from './table.ts';
import type { Output, Terminal } from './terminal.ts';
import { wrap } from './text.ts';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Rows for a program, a page at a time: all columns, numbers in full. It ends where nobody reads any more. */
export async function writePages(
  out: Output,
  pages: AsyncIterable<Table> | Iterable<Table>,
  format: 'json' | 'csv',
): Promise<void> {
  for await (const text of textOf(pages, format)) {
    await out.writeAll(text);
    if (out.closed) return;
  }
}

/** Columns as a table for people; columns that the terminal has no room for are named in a note. */
export async function writeColumns({ out, err }: Terminal, columns: readonly Column[]): Promise<void> {
  const { lines, shortened, dropped } = renderTable(columns, out.width, out.style);
  await out.writeAll(`${lines.join('\n')}\n`);
  if (shortened.length > 0) {
    const names = shortened.map(({ short, header }) => `${short} is ${header}`).join(', ');
    await out.writeAll(`${wrap(`${names}.`, out.width).map(out.style.dim).join('\n')}\n`);
  }
  if (dropped.length > 0) {
    const names = dropped.toReversed().join(', ');
    const note = `${plural(dropped.length, 'column')} did not fit: ${names}. A wider terminal, -f csv or -f json shows all.`;
    err.write(`${wrap(note, err.width).map(err.style.dim).join('\n')}\n`);
  }
}

/** Any rows as columns; those to the left are taken to matter more. */
export function plainColumns({ columns, rows }: Table): Column[] {
  return columns.map((header, i) => {
    const numeric = rows.every((row) => row[i] === null || ['number', 'bigint'].includes(typeof row[i]));
    return {
      header: printable(header),
      align: numeric && rows.length > 0 ? 'right' : 'left',
      cells: rows.map((row) => cellForPeople(row[i])),
      importance: columns.length - i,
      ...(numeric ? {} : { shrinkTo: 16 }),
    };
  });
}
