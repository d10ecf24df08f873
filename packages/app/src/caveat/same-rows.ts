import type { Caveat, Ranking } from './caveat.ts';

/** Intervals over replicates that all have the same rows: they know nothing of what other rows would have given. */
export function sameRowsCaveat({ definition: { dataset, replicates } }: Ranking): Caveat | null {
  if (dataset.kind !== 'table' || dataset.time === undefined || replicates === 1) return null;
  return {
    code: 'same_rows',
    message: 'Rows are split by time, the same in every replicate: intervals and ties are of training alone',
    hint: 'Small differences may be luck on these test rows, whatever the intervals say.',
  };
}
