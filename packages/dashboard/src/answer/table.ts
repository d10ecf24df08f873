import { cellAsJson } from '@latentsweep/app';
import type { Table } from '@latentsweep/store';
import type { TableAnswer } from '../api.ts';

/** A table of which one row more was asked than is told; numbers that JSON does not have are texts. */
export function tableAnswer(
  { columns, rows }: Table,
  {
    most,
    next,
    seconds,
  }: { most: number; next: (last: readonly unknown[]) => string | null; seconds: number | null },
): TableAnswer {
  const shown = rows.slice(0, most);
  const more = rows.length > most;
  return {
    columns,
    rows: shown.map((row) => row.map(cellAsJson)),
    more,
    next: more ? next(shown.at(-1)!) : null,
    seconds,
  };
}
