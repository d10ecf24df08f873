import { packSpec } from '@latentsweep/bus';
import { type Config, canonicalConfig } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { loadsOf } from './estimate.ts';
import { inTurns, partsOf, rehearse } from './rehearse.ts';

const spec = {
  kind: 'simulated',
  train: 60,
  validation: 20,
  test: 20,
  coefficients: [[1, -1, 0.5]],
  intercepts: [0],
} as const;
const dataset = { spec, fingerprint: packSpec(spec).sha256, content: null };
const shape = { majorityRows: 30, minorityRows: 30, features: 3, classes: 2, balance: 'original' } as const;

describe('a rehearsal', () => {
  const configs = ['none', 'oversample', 'vae_mixing'].map((arm) =>
    canonicalConfig({ arm, minority_rate: 0.5, hidden_sizes: [4], epochs: 3 }),
  );
  const loads = loadsOf(configs, shape);

  test.each([
    { slots: 1, engine: { kind: 'simd' }, width: 1 },
    { slots: 2, engine: { kind: 'simd' }, width: 1 },
    { slots: 1, engine: { kind: 'reference' }, width: 2 },
  ] as const)(
    'times runs of every arm on the threads that will train: %j',
    async (team) => {
      const options = { ...team, cohort: team.width, labels: [], version: '0' };
      const { timed, start, preparation } = await rehearse(loads, dataset, options);
      expect(new Set(timed.map(({ load }) => load.arm))).toEqual(new Set(loads.map(({ arm }) => arm)));
      for (const { setUp, epoch, milestone } of timed) {
        for (const seconds of [setUp, epoch, milestone]) expect(seconds).toBeGreaterThanOrEqual(0);
        expect(epoch).toBeGreaterThan(0);
      }
      expect(start).toBeGreaterThanOrEqual(0);
      expect(preparation).toBeGreaterThanOrEqual(0);
    },
    60_000,
  );

  test('of nothing takes no thread', async () => {
    const options = {
      slots: 1,
      engine: { kind: 'simd' },
      cohort: 1,
      labels: [],
      version: '0',
      width: 1,
      preparation: 0,
    } as const;
    expect(await rehearse([], dataset, options)).toEqual({ timed: [], start: 0, preparation: 0 });
  });

  test('a run that diverges is not timed', async () => {
    const wild = canonicalConfig({ arm: 'oversample', learning_rate: 1, optimizer: 'rmsprop' });
    const diverging = loadsOf([{ ...wild, learning_rate: Number.MAX_VALUE } as Config], shape);
    const options = {
      slots: 1,
      engine: { kind: 'reference' },
      cohort: 1,
      labels: [],
      version: '0',
      width: 1,
      preparation: 0,
    } as const;
    expect((await rehearse(diverging, dataset, options)).timed).toEqual([]);
  }, 60_000);
});

test('what stands before, in and beside an epoch is told apart', () => {
  // Set-up 3, epochs of 2, milestones of 1: ends at 6, 9 and 18.
  for (const [ends, milestones] of [
    [
      [6, 9, 18],
      [1, 2, 6],
    ],
    [
      [6, 9, 14],
      [1, 2, 4],
    ],
  ]) {
    const { setUp, epoch, milestone } = partsOf(ends!, milestones!);
    expect(setUp).toBeCloseTo(3, 12);
    expect(epoch).toBeCloseTo(2, 12);
    expect(milestone).toBeCloseTo(1, 12);
  }
  expect(partsOf([6, 9], [1, 2])).toEqual({ setUp: 3, epoch: 3, milestone: 0 });
  // A fit at each milestone may take all but a little of the time.
  expect(partsOf([16, 27, 39], [1, 2, 4], 1)).toEqual({ setUp: 5, epoch: 1, milestone: 10 });
  // An epoch that was disturbed makes nothing negative.
  for (const ends of [
    [6, 7, 60],
    [1, 19, 20],
  ]) {
    const parts = partsOf(ends, [1, 2, 6]);
    for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
    expect(parts.epoch).toBeGreaterThan(0);
  }
});

test('arms take turns', () => {
  const of = (arm: string, work: number) => ({
    config: canonicalConfig({}),
    arm,
    work,
    epochs: 1,
    leastEpochs: 1,
    milestones: 1,
  });
  const loads = [of('a', 1), of('a', 2), of('a', 3), of('b', 4), of('c', 5), of('c', 6)];
  expect([...inTurns(loads)].map(({ work }) => work)).toEqual([1, 4, 5, 2, 6, 3]);
});
