import type { TrialCounts } from '@latentsweep/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ledger } from './ledger.ts';

type Rows = ('queued' | 'running' | 'completed' | 'failed' | 'cancelled')[];

const countsOf = (rows: Rows): TrialCounts => {
  const counts = { ...new Ledger().counts };
  for (const state of rows) counts[state] += 1;
  return counts;
};

/** Moves up to so many rows from one state to another; returns how many. */
function move(rows: Rows, from: Rows[number], to: Rows[number], atMost: number): number {
  let moved = 0;
  for (const [i, state] of rows.entries()) {
    if (state !== from || moved === atMost) continue;
    rows[i] = to;
    moved += 1;
  }
  return moved;
}

const OWN = {
  make(rows: Rows, ledger: Ledger, n: number) {
    for (let i = 0; i < n; i++) rows.push('queued');
    ledger.made({ queued: n, reused: 0, waiting: 0, resumed: 0 });
  },
  claim(rows: Rows, ledger: Ledger, n: number) {
    const trials = move(rows, 'queued', 'running', n);
    ledger.claimed(trials, Math.ceil(trials / 2));
  },
  giveBack(rows: Rows, ledger: Ledger, n: number) {
    ledger.returned(move(rows, 'running', 'queued', n));
  },
  complete(rows: Rows, ledger: Ledger, n: number) {
    ledger.ended({ completed: move(rows, 'running', 'completed', n) });
  },
  fail(rows: Rows, ledger: Ledger, n: number) {
    ledger.ended({ failed: move(rows, 'running', 'failed', n) });
  },
};
const own = fc.tuple(fc.constantFrom(...Object.values(OWN)), fc.integer({ min: 1, max: 6 }));

it('stands where the rows stand as long as nobody else moves them', () => {
  fc.assert(
    fc.property(fc.array(own), (steps) => {
      const rows: Rows = [];
      const ledger = new Ledger();
      for (const [act, n] of steps) act(rows, ledger, n);
      expect(ledger.counts).toEqual(countsOf(rows));
    }),
  );
});

it('is right after a count, and says that it is exact only where it is, whatever others do', async () => {
  const history = fc.array(
    fc.oneof(own, fc.constantFrom(['cancel'] as const, ['count'] as const, ['count late'] as const)),
  );
  await fc.assert(
    fc.asyncProperty(history, own, async (steps, [meanwhile, n]) => {
      const rows: Rows = [];
      const ledger = new Ledger();
      let othersMoved = false;
      for (const [act, trials] of steps) {
        if (act === 'cancel') othersMoved = move(rows, 'queued', 'cancelled', 2) > 0 || othersMoved;
        else if (act === 'count') {
          await ledger.count(async () => countsOf(rows));
          othersMoved = false;
        } else if (act === 'count late') {
          await ledger.count(async () => {
            const counted = countsOf(rows);
            meanwhile(rows, ledger, n);
            return counted;
          });
          expect(ledger.exact).toBe(false);
        } else act(rows, ledger, trials!);
        if (ledger.exact && !othersMoved) expect(ledger.counts).toEqual(countsOf(rows));
        expect(Math.min(...Object.values(ledger.counts))).toBeGreaterThanOrEqual(0);
      }
      await ledger.count(async () => countsOf(rows));
      expect(ledger.exact).toBe(true);
      expect(ledger.counts).toEqual(countsOf(rows));
      ledger.doubt();
      expect(ledger.exact).toBe(false);
    }),
  );
});

it('knows from what was claimed how many trials share a job', () => {
  const ledger = new Ledger();
  expect(ledger.trialsPerJob).toBe(1);
  ledger.claimed(9, 3);
  ledger.claimed(0, 0);
  expect(ledger.trialsPerJob).toBe(3);
});

it('takes none to wait once a claim found none', () => {
  const ledger = new Ledger();
  ledger.made({ queued: 3, reused: 2, waiting: 0, resumed: 0 });
  ledger.claimed(0, 0);
  expect(ledger.counts).toMatchObject({ queued: 0, running: 0, completed: 2, reused: 2 });
});
