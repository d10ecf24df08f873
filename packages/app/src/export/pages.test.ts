import type { LeaderboardOptions, Page, Store, Sweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { rankingPages, trialPages } from './pages.ts';

const sweep = {} as Sweep;

/** A store of so many trials, their numbers from 1, and the sizes of the pages that it was asked for. */
function storeOf(trials: number) {
  const asked: number[] = [];
  const page = (after: number, limit: number): Page => {
    asked.push(limit);
    const count = Math.max(0, Math.min(limit, trials - after));
    const rows = Array.from({ length: count }, (_, i) => [after + i + 1]);
    return { columns: ['number'], rows, next: count < limit ? null : { id: after + count } };
  };
  const store = {
    trials: (_: Sweep, { after, limit }: { after: number; limit: number }) =>
      Promise.resolve(page(after, limit)),
  } as unknown as Store;
  const rank = ({ after, limit }: LeaderboardOptions) => Promise.resolve(page(after?.['id'] ?? 0, limit));
  return { asked, store, rank };
}

test.each([
  [0, undefined, 0],
  [0, 5, 0],
  [48, undefined, 48],
  [48, 10, 10],
  [2000, undefined, 2000],
  [4001, undefined, 4001],
  [5000, 2000, 2000],
  [5000, 4500, 4500],
])('of %i trials, with -n %s, %i are told', async (there, most, told) => {
  for (const kind of ['trials', 'ranking']) {
    const { asked, store, rank } = storeOf(there);
    const pages =
      kind === 'trials'
        ? trialPages(store, sweep, most === undefined ? {} : { most })
        : rankingPages(rank, {}, most);
    const numbers: unknown[] = [];
    let first = true;
    for await (const { columns, rows } of pages) {
      if (first) expect(columns).toEqual(['number']);
      first = false;
      numbers.push(...rows.map(([number]) => number));
    }
    expect(first).toBe(false);
    expect(numbers).toEqual(Array.from({ length: told }, (_, i) => i + 1));
    expect(Math.max(...asked)).toBeLessThanOrEqual(2000);
    expect(asked).not.toContain(0);
  }
});
