import type { HistoryWish } from '@latentsweep/store';
import type { Cursor, Searcher } from '../port.ts';

/** What a searcher has to know where it is asked next; null: nothing. */
export function wishAt({ learnsFrom, recall }: Searcher, cursor: Cursor | null): HistoryWish | null {
  return learnsFrom && { ...learnsFrom, ...(cursor && recall?.(cursor)) };
}
