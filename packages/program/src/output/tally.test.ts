import type { Summary } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tally } from './tally.ts';

const wanting = (summary: Summary = 'last', name = 'loss') => new Tally([{ name, summary }]);
const add = (tally: Tally, values: Readonly<Record<string, number>>, step: number | null = null) =>
  tally.add({ step, values: new Map(Object.entries(values)) });

function told(tally: Tally, losses: readonly number[]) {
  for (const loss of losses) add(tally, { loss });
  return tally.result();
}

describe('What a trial reported', () => {
  it.each<[Summary, number]>([
    ['last', 2],
    ['min', 1],
    ['max', 3],
    ['mean', 2],
  ])('is summed up: %s', (summary, value) => {
    expect(told(wanting(summary), [3, 1, 2])).toMatchObject({
      outcome: 'completed',
      measures: { loss: value },
    });
  });

  it('is infinite where squares of it could not be summed up', () => {
    expect(told(wanting(), [1, 1e200])).toMatchObject({ outcome: 'diverged' });
    expect(told(wanting('min'), [-1e141, 3])).toMatchObject({ outcome: 'diverged' });
    expect(told(wanting(), [1e200, -1e140])).toMatchObject({
      outcome: 'completed',
      measures: { loss: -1e140 },
    });
  });

  it('has curves with a hole where a report lacks a metric', () => {
    const tally = wanting();
    add(tally, { loss: 3, rate: 0.1 });
    add(tally, { acc: 0.5 }, 7);
    add(tally, { loss: 1 });
    expect(tally.result()).toEqual({
      outcome: 'completed',
      measures: { loss: 1, rate: 0.1, acc: 0.5 },
      curves: { step: [1, 7, 3], loss: [3, NaN, 1], rate: [0.1, NaN, NaN], acc: [NaN, 0.5, NaN] },
    });
  });

  it('has no curves where it was told once', () => {
    expect(told(wanting(), [3])).toEqual({ outcome: 'completed', measures: { loss: 3 }, curves: {} });
  });

  it('lacks what the sweep needs', () => {
    expect(wanting().result()).toEqual({
      outcome: 'failed',
      error: 'missing_metric: loss was never reported; nothing was',
    });
    const tally = wanting('last', 'val_loss');
    add(tally, { loss: 1 });
    expect(tally.result()).toMatchObject({
      error: 'missing_metric: val_loss was never reported; only loss was',
    });
  });

  it('diverged where what the sweep needs ends as no number', () => {
    const tally = wanting();
    add(tally, { loss: 1 }, 3);
    add(tally, { loss: Number.NaN }, 4);
    expect(tally.result()).toMatchObject({ outcome: 'diverged', epoch: 4, reason: 'loss was NaN' });
  });

  it.each<[Summary, number]>([
    ['min', 1],
    ['max', 2],
  ])('has a %s in spite of a NaN', (summary, value) => {
    for (const losses of [
      [Number.NaN, 1, 2],
      [2, 1, Number.NaN],
    ]) {
      expect(told(wanting(summary), losses)).toMatchObject({
        outcome: 'completed',
        measures: { loss: value },
      });
    }
  });

  it('has 100 metrics at most, of which those that the sweep needs are some', () => {
    const tally = wanting();
    for (let i = 0; i < 1000; i++) add(tally, { [`m${i}`]: i, [`n${i}`]: i });
    add(tally, { loss: 1 });
    const result = tally.result();
    if (result.outcome !== 'completed') throw new Error('not completed');
    const names = Object.keys(result.measures);
    expect(names).toHaveLength(100);
    expect(names.at(-1)).toBe('loss');
    expect(tally.firstLeftOut).toBe('n49');
  });

  it('has curves of at most 500 points in order, with the first, the last, and all where they fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), (count) => {
        const tally = wanting();
        for (let i = 0; i < count; i++) add(tally, { loss: i });
        const result = tally.result();
        if (result.outcome !== 'completed') throw new Error('not completed');
        const { step, loss } = result.curves as Record<string, number[]>;
        expect(loss).toEqual(step!.map((place) => place - 1));
        expect([step![0], step!.at(-1)]).toEqual([1, count]);
        expect(step!.length).toBeLessThanOrEqual(500);
        expect(step!.length).toBeGreaterThanOrEqual(Math.min(count, 250));
        expect(step).toEqual(step!.toSorted((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });
});

describe('What a trial reported up to a checkpoint', () => {
  const METRICS = [{ name: 'loss', summary: 'mean' }] as const;
  /** Reports of steps from 1, which a program may count from 0. */
  const on = (tally: Tally, from: number, to: number, isFromZero: boolean) => {
    for (let place = from; place <= to; place++) {
      const step = isFromZero ? place - 1 : place;
      tally.add({ step, values: new Map([['loss', 100 - place]]), ...(isFromZero ? { place } : {}) });
    }
  };

  it.each([false, true])(
    'has the same value at the next band however far it went on behind the last (steps from 0: %s)',
    (isFromZero) => {
      const through = new Tally(METRICS, 6);
      on(through, 1, 20, isFromZero);
      for (let went = 1; went <= 12; went++) {
        const first = new Tally(METRICS, 3);
        on(first, 1, went, isFromZero);
        for (let from = 1; from <= went + 1; from++) {
          const next = new Tally(METRICS, 6);
          const restoring = () => next.restore(first.saved());
          if (went < 6) {
            restoring();
            on(next, from, 20, isFromZero);
            expect(next.cut).toEqual(through.cut);
          } else {
            expect(restoring).toThrow(`it has reported up to step ${went}, and is to be judged at step 6`);
            expect(next.count).toBe(0);
          }
          const rest = new Tally(METRICS);
          rest.restore(first.saved());
          on(rest, from, 20, isFromZero);
          expect(rest.result()).toEqual(through.result());
        }
      }
    },
  );
});
