import type { Columns, SplitBy } from './columns.ts';

/** Columns of a table; those of `categorical` are categories even where they hold numbers. */
export type OpenTable = (target: string, categorical: readonly string[], by?: SplitBy) => Columns;

/** A table of which `content` are the Arrow IPC bytes. Arrow is loaded here: what trains on drawn data does without. */
export async function openTable(content: Uint8Array): Promise<OpenTable> {
  const { readColumns } = await import('./columns.ts');
  return (target, categorical, by) => readColumns(content, target, categorical, by);
}
