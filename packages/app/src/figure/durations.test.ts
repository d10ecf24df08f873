import type { BegunTrial, KnownSweep, Reading } from '@latentsweep/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationsOf, gatherDurations } from './durations.ts';

const sweep = { id: 1, slug: 'deck', word: 'deck', metric: 'test_accuracy', goal: 'maximize' } as KnownSweep;
const of = (arm: string, ...times: number[]) => times.map((seconds) => ({ arm, seconds }));
const gather = (trials: readonly Partial<BegunTrial>[], count = trials.length) => {
  const store = { begunTrials: async () => ({ trials, of: count, now: 0 }), sweep: async () => sweep };
  return gatherDurations(store as unknown as Reading, sweep, { figure: 'durations' });
};

test('arms have histograms between the same edges, which grow by a factor; the slowest comes first', () => {
  const [slow, quick] = durationsOf([...of('smote', 1, 2, 3, 4), ...of('vae_mixing', 100, 400)]);
  expect([slow!.arm, quick!.arm]).toEqual(['vae_mixing', 'smote']);
  expect(slow!.histogram.edges).toEqual(quick!.histogram.edges);
  const { edges, counts } = quick!.histogram;
  expect([edges[0], edges.at(-1), edges.length, counts.length]).toEqual([1, 400, 41, 40]);
  for (let i = 1; i < edges.length; i++) expect(edges[i]! / edges[i - 1]!).toBeCloseTo(400 ** (1 / 40), 9);
  expect(counts[0]).toBe(1);
  expect(slow!.histogram.counts.at(-1)).toBe(1);
  expect(quick!.spread).toEqual({
    ...{ least: 1, quartiles: [1.75, 2.5, 3.25], most: 4, mean: 2.5, n: 4 },
  });
});

test('each trial is in one bin, whatever the times', () => {
  const time = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(time, { minLength: 1 }), (times) => {
      const [{ histogram, spread }] = durationsOf(of('none', ...times)) as [
        ReturnType<typeof durationsOf>[0],
      ];
      expect(histogram.counts.reduce((total, count) => total + count, 0)).toBe(times.length);
      expect(
        histogram.edges.every((edge, i) => edge > 0 && (i === 0 || edge > histogram.edges[i - 1]!)),
      ).toBe(true);
      expect(spread.least).toBeLessThanOrEqual(spread.quartiles[0]);
      expect(spread.quartiles[2]).toBeLessThanOrEqual(spread.most);
    }),
  );
});

test('one trial, and one that took no time', () => {
  const [{ histogram }] = durationsOf(of('none', 3)) as [ReturnType<typeof durationsOf>[0]];
  expect(histogram).toEqual({ edges: [3 / 1.1, 3 * 1.1], counts: [1] });
  // Two that a number can hardly tell apart.
  expect(durationsOf(of('none', 3, 3 + 2 ** -51))[0]!.histogram.counts).toEqual([2]);
  expect(durationsOf(of('none', 0))[0]!.spread.least).toBeGreaterThan(0);
});

test('what runs has no duration; what was reused is said; a sample says of how many', async () => {
  const trial = { arm: 'none', seconds: 2, reused: false };
  const trials = [trial, { ...trial, reused: true }, { ...trial, seconds: null }];
  expect(await gather(trials)).toMatchObject({
    sample: { shown: 2, of: 2, what: 'trials' },
    notes: ['1 trial took over results of earlier sweeps: the time is that of then.'],
    arms: [{ spread: { n: 2 } }],
  });
  expect(await gather(trials, 300)).toMatchObject({ sample: { shown: 2, of: 300 } });
  await expect(gather([{ ...trial, seconds: null }])).rejects.toMatchObject({ code: 'nothing_to_draw' });
});
