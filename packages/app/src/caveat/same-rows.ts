import { fixedRowsOf } from '../verdict/read.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** Intervals over replicates that all have the same rows: they know nothing of what other rows would have given. */
export function sameRowsCaveat({ definition: { dataset, replicates } }: Ranking): Caveat | null {
  const fixed = fixedRowsOf(dataset);
  if (fixed === null || replicates === 1) return null;
  return {
    code: 'same_rows',
    message: `${fixed === 'by time' ? 'Rows are split by time' : 'Test images are those of the source'}, the same in every replicate: intervals and ties are of training alone`,
    hint: 'Small differences may be luck on these test rows, whatever the intervals say.',
  };
}
