import { HEARD_MS } from '@latentsweep/bus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Attention, judge, MOST_DEATHS } from './reconcile.ts';

describe('Trials whose leases ran out', () => {
  it('go back to the queue: unbegun ones freely, others with a death, until they had too many', () => {
    const verdicts = judge([
      { id: 1, worker: null, deaths: 2 },
      { id: 2, worker: 'a', deaths: 0 },
      { id: 3, worker: 'b', deaths: MOST_DEATHS - 2 },
      { id: 4, worker: 'b', deaths: MOST_DEATHS - 1 },
      { id: 5, worker: 'a', deaths: 0 },
    ]);
    expect(verdicts).toEqual([
      { ids: [1], worker: null, quarantined: false },
      { ids: [2, 5], worker: 'a', quarantined: false },
      { ids: [3], worker: 'b', quarantined: false },
      { ids: [4], worker: 'b', quarantined: true },
    ]);
  });

  it('are judged by what becomes of them, however they come: the free ones first, the last ones last', () => {
    const verdicts = judge([
      { id: 1, worker: 'b', deaths: MOST_DEATHS - 1 },
      { id: 2, worker: 'b', deaths: 0 },
      { id: 3, worker: null, deaths: 0 },
      { id: 4, worker: 'a', deaths: MOST_DEATHS - 1 },
      { id: 5, worker: 'a', deaths: 0 },
      { id: 6, worker: null, deaths: MOST_DEATHS },
    ]);
    expect(verdicts).toEqual([
      { ids: [3, 6], worker: null, quarantined: false },
      { ids: [2], worker: 'b', quarantined: false },
      { ids: [5], worker: 'a', quarantined: false },
      { ids: [1], worker: 'b', quarantined: true },
      { ids: [4], worker: 'a', quarantined: true },
    ]);
  });

  it('are each judged once, and none dies more often than it may', () => {
    const worker = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
    // A history: each lapse of a trial, with the worker that had it.
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.nat(4), worker }), { maxLength: 60 }), (lapses) => {
        const deaths = new Map<number, number>();
        const ended = new Set<number>();
        for (const { id, worker } of lapses) {
          if (ended.has(id)) continue;
          const verdicts = judge([{ id, worker, deaths: deaths.get(id) ?? 0 }]);
          expect(verdicts).toMatchObject([{ ids: [id], worker }]);
          if (worker !== null) deaths.set(id, (deaths.get(id) ?? 0) + 1);
          if (verdicts[0]!.quarantined) ended.add(id);
          expect(ended.has(id)).toBe((deaths.get(id) ?? 0) === MOST_DEATHS);
        }
      }),
    );
  });
});

describe('Silence', () => {
  it('means something after a while of listening', () => {
    const attention = new Attention(0, HEARD_MS);
    for (let now = 0; now <= HEARD_MS; now += 500) attention.tick(now, true);
    expect(attention.canJudge(HEARD_MS)).toBe(false);
    expect(attention.canJudge(HEARD_MS + 1)).toBe(true);
  });

  it.each([
    ['a connection that was lost', 500, false],
    ['a suspension of the coordinator itself', 60_000, true],
  ])('means nothing after %s', (_, gap, connected) => {
    const attention = new Attention(0, HEARD_MS);
    let now = 0;
    const listen = (ms: number) => {
      for (const end = now + ms; now < end; now += 500) attention.tick(now, true);
    };
    listen(2 * HEARD_MS);
    now += gap;
    attention.tick(now, connected);
    expect(attention.canJudge(now + 1)).toBe(false);
    listen(HEARD_MS + 1000);
    expect(attention.canJudge(now)).toBe(true);
  });
});
