import type { FigureTable } from '../table.ts';
import type { DurationsData } from './durations.ts';

/** A row an arm and bin of durations. */
export function durationsTable({ arms }: DurationsData): FigureTable {
  return {
    columns: ['arm', 'seconds_from', 'seconds_to', 'trials'],
    rows: arms.flatMap(({ arm, histogram: { edges, counts } }) =>
      counts.map((count, i) => [arm, edges[i] ?? null, edges[i + 1] ?? null, count]),
    ),
  };
}
