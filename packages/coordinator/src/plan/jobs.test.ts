import { AUGMENTATION, canonicalConfig, runHash, type Values } from '@latentsweep/core';
import type { ClaimedTrial } from '@latentsweep/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configSpaceOf } from '../search/config-space.ts';
import { programSweep } from '../search/fixtures/program.ts';
import { byShape, jobsOf } from './jobs.ts';

const dataset = 'd'.repeat(64);
const context = { space: AUGMENTATION, engine: 'reference@1', dataset, requires: ['gpu'] };

function claimed(
  id: number,
  epochs: number,
  more: Partial<ClaimedTrial> & { latent?: number } = {},
): ClaimedTrial {
  const config = canonicalConfig({ epochs, latent_size: more.latent ?? 2 });
  return {
    id,
    sweepId: 4,
    config,
    runHash: runHash(config),
    replicate: 1,
    seed: '0123456789abcdef',
    until: null,
    attempt: 1,
    deaths: 0,
    ...more,
  };
}

test('trials of one run and replicate are one job, with milestones by rising epochs', () => {
  const [job, ...rest] = jobsOf([claimed(7, 20), claimed(3, 5, { attempt: 2 }), claimed(9, 10)], context);
  expect(rest).toEqual([]);
  expect(job).toEqual({
    v: 4,
    id: '4.7.1',
    sweepId: 4,
    engine: 'reference@1',
    requires: ['gpu'],
    dataset,
    config: canonicalConfig({ epochs: 20, latent_size: 2 }),
    replicate: 1,
    seed: '0123456789abcdef',
    milestones: [
      { trialId: 3, epochs: 5, attempt: 2 },
      { trialId: 9, epochs: 10, attempt: 1 },
      { trialId: 7, epochs: 20, attempt: 1 },
    ],
  });
});

test('what is left of a job is the same job', () => {
  const trials = [claimed(7, 20), claimed(3, 5), claimed(9, 10)];
  expect(jobsOf([trials[0]!, trials[2]!], context)[0]!.id).toBe(jobsOf(trials, context)[0]!.id);
});

test('other replicates, runs and sweeps are other jobs, in the order in which they come', () => {
  const trials = [
    claimed(1, 5),
    claimed(2, 5, { replicate: 2 }),
    claimed(3, 5, { latent: 9 }),
    claimed(4, 10),
    claimed(5, 5, { sweepId: 6 }),
  ];
  expect(jobsOf(trials, context).map(({ milestones }) => milestones.map((m) => m.trialId))).toEqual([
    [1, 4],
    [2],
    [3],
    [5],
  ]);
  expect(jobsOf([], context)).toEqual([]);
});

test('jobs of one shape are neighbours where they are fused, otherwise in the order in which they came', () => {
  const trials = [2, 9, 2, 5, 9, 2].map((latent, i) => claimed(i, 5, { latent, replicate: i }));
  const jobs = byShape(jobsOf(trials, context));
  expect(jobs.map(({ config }) => (config as Values)['latent_size'])).toEqual([2, 2, 2, 9, 9, 5]);
  expect(jobs.map(({ replicate }) => replicate)).toEqual([0, 2, 5, 1, 4, 3]);
});

test('every trial is in one job, whatever the order', () => {
  const some = fc.uniqueArray(fc.record({ latent: fc.nat(3), epochs: fc.nat(5), replicate: fc.nat(2) }), {
    selector: (x) => JSON.stringify(x),
  });
  fc.assert(
    fc.property(some, (list) => {
      const trials = list.map(({ latent, epochs, replicate }, i) =>
        claimed(i, epochs + 1, { latent: latent + 1, replicate }),
      );
      const jobs = jobsOf(trials, context);
      const ids = jobs.flatMap(({ milestones }) => milestones.map((m) => m.trialId));
      expect(ids.toSorted((a, b) => a - b)).toEqual(trials.map(({ id }) => id));
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
      for (const { milestones, config } of jobs) {
        expect(milestones.every((m, i) => i === 0 || m.epochs > milestones[i - 1]!.epochs)).toBe(true);
        expect(config['epochs']).toBe(milestones.at(-1)!.epochs);
      }
    }),
  );
});

test('of a program a config is a run of its own, whatever its epochs are, in the order of the file', () => {
  const space = configSpaceOf(
    programSweep([
      { name: 'lr', distribution: { kind: 'uniform', min: 0, max: 1 } },
      { name: 'epochs', distribution: { kind: 'int_uniform', min: 1, max: 9 } },
    ]),
  );
  const ofProgram = { ...context, space, engine: 'program@1' };
  const trials = [3, 5].map((epochs, i) => {
    // As a store gives it: in an order of its own.
    const config = { epochs, lr: 0.1 };
    return { ...claimed(i, 1), config, runHash: space.runHash(space.canonical(config)) };
  });
  const jobs = jobsOf(trials, ofProgram);
  expect(jobs.map(({ config }) => Object.entries(config))).toEqual(
    [3, 5].map((epochs) => [
      ['lr', 0.1],
      ['epochs', epochs],
    ]),
  );
  expect(jobs.map(({ milestones }) => milestones.map(({ epochs }) => epochs))).toEqual([[1], [1]]);
  expect(byShape(jobs)).toEqual(jobs);
});
