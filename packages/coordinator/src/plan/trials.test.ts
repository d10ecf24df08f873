import {
  AUGMENTATION,
  baselineHash,
  canonicalConfig,
  configHash,
  readConfig,
  resultKey,
  runHash,
  seedFromHex,
} from '@latentsweep/core';
import { expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { programSweep } from '../search/fixtures/program.ts';
import { define } from '../sweep-file/fixtures.ts';
import { sharedWith } from './definition-hash.ts';
import { planTrials } from './trials.ts';

const context = { space: AUGMENTATION, replicates: 3, sweepSeed: 5, shared: 'f', engine: 'reference@1' };
const short = canonicalConfig({ epochs: 5 });
const long = canonicalConfig({ epochs: 20 });
const baseline = canonicalConfig({ epochs: 5, arm: 'oversample' });
const trials = planTrials([short, long, baseline], context);

test('each config has each replicate, with the hashes of core', () => {
  expect(trials.map(({ config, replicate }) => [config, replicate])).toEqual(
    [short, long, baseline].flatMap((config) => [1, 2, 3].map((r) => [config, r])),
  );
  for (const trial of trials) {
    const config = readConfig(trial.config);
    expect(trial).toMatchObject({
      configHash: configHash(config),
      runHash: runHash(config),
      baselineHash: baselineHash(config),
      resultKey: resultKey(configHash(config), 'f', seedFromHex(trial.seed), 'reference@1'),
    });
  }
});

test('replicates are paired: one seed for all configs, another for each replicate', () => {
  const seeds = (config: unknown) => trials.filter((t) => t.config === config).map(({ seed }) => seed);
  expect(seeds(long)).toEqual(seeds(short));
  expect(new Set(seeds(short)).size).toBe(3);
  expect(trials.every(({ seed }) => /^[0-9a-f]{16}$/.test(seed))).toBe(true);
});

test('a config is compared with the baseline of its own', () => {
  expect(trials[0]!.baselineHash).toBe(trials[6]!.configHash);
  expect(trials[3]!.baselineHash).not.toBe(trials[6]!.configHash);
});

test('more replicates, or another seed, leave the first or no seed as it was', () => {
  const more = planTrials([short], { ...context, replicates: 5 });
  expect(more.slice(0, 3)).toEqual(trials.slice(0, 3));
  const other = planTrials([short], { ...context, sweepSeed: 6 });
  expect(other[0]!.seed).not.toBe(trials[0]!.seed);
});

test('the result of another data set or engine is not the same result', () => {
  const keys = [
    trials[0]!,
    planTrials([short], { ...context, shared: 'g' })[0]!,
    planTrials([short], { ...context, engine: 'reference@2' })[0]!,
    trials[1]!,
    trials[3]!,
  ].map((trial) => trial.resultKey);
  expect(new Set(keys).size).toBe(5);
});

test('a config of a program is compared with none but itself, and shares its results with no other sweep', () => {
  const sweep = programSweep([{ name: 'lr', distribution: { kind: 'uniform', min: 0, max: 1 } }]);
  const space = configSpaceOf(sweep);
  const config = space.canonical({ lr: 0.5 });
  const plan = (given: Partial<SweepDefinition>) => {
    const shared = sharedWith({ ...sweep, ...given }, 'f', 'program@1');
    return planTrials([config], { ...context, space, shared, engine: 'program@1' })[0]!;
  };
  const { configHash: hash, ...trial } = plan({});
  expect([trial.runHash, trial.baselineHash]).toEqual([hash, hash]);
  expect(trial.resultKey).not.toBe(plan({ name: 'b' }).resultKey);
  expect(trial.resultKey).toBe(plan({ description: 'the same' }).resultKey);
  expect(sharedWith({ ...sweep, dataset: define('epochs: { value: 1 }').dataset }, 'f', 'simd@1')).toBe('f');
});
