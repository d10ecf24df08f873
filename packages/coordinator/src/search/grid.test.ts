import {
  type Config,
  canonicalConfig,
  configHash,
  type ParameterValue,
  runHash,
  type Values,
} from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { define } from '../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { createSearcher, sampleOf } from './searcher.ts';

const issue = define(`
arm: { values: [oversample, placebo, vae_mixing] }
minority_rate: { values: [0.0005, 0.01] }
loss_weights: { parameters: { reconstruction: { value: 1 }, kl: { values: [0.01, 1] }, prediction: { values: [0, 0.1, 1] } } }
latent_size: { values: [2, 10] }
dropout: { value: 0 }
epochs: { values: [5, 10, 20] }`);

const linked = define(`
arm: { values: [none, vae_mixing, vae_boundary] }
loss_weights: { values: [{ kl: 1, prediction: 0.1 }, { kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }, { kl: 1.0, prediction: 0 }] }
hidden_sizes: { values: [[10], [10, 10], [10]] }
epochs: { min: 1, max: 4 }`);

const capped = define(
  'latent_size: { min: 1, max: 40 }\nepochs: { values: [20, 5] }',
  'method: grid\nreplicates: 2\nrun_cap: 33',
);

examineSearcher('a grid', issue, createSearcher, 84);
examineSearcher('a grid of linked values', linked, createSearcher, 52);
examineSearcher('a grid with a cap', capped, createSearcher, 16);

const allOf = (definition: SweepDefinition) => configsOf(play(createSearcher(definition)));

test('a grid of one config is that config', () => {
  expect(allOf(define('arm: { value: none }'))).toEqual([canonicalConfig({ arm: 'none' })]);
});

describe('the size of a grid', () => {
  test('leaves out what an arm does not use', () => {
    // 2 rates x 3 epochs for oversample and placebo, times 2 x 3 x 2 for vae_mixing; the plain product is 216.
    expect(createSearcher(issue).size).toEqual({
      configs: 84,
      runs: 28,
      duplicatesRemoved: 132,
      valuesRepeated: 0,
      exact: true,
    });
  });

  test('counts linked values as one, and equal values once', () => {
    // none: 1 run; two VAE arms: 3 weights x 2 hidden sizes each. Plain: 3 x 4 x 3 x 4 points.
    expect(createSearcher(linked).size).toEqual({
      configs: 52,
      runs: 13,
      duplicatesRemoved: 92,
      valuesRepeated: 72,
      exact: true,
    });
  });

  test('1 and 1.0, 0 and -0 are one value', () => {
    const { size } = createSearcher(
      define('dropout: { values: [0, -0.0, 0.0] }\nepochs: { values: [1, 1.0] }'),
    );
    expect(size).toEqual({ configs: 1, runs: 1, duplicatesRemoved: 5, valuesRepeated: 5, exact: true });
  });

  test('a q_uniform includes its maximum', () => {
    const values = (entry: string) =>
      allOf(define(`dropout: ${entry}`))
        .map((c: Values) => c['dropout'] as number)
        .sort();
    expect(values('{ distribution: q_uniform, min: 0.1, max: 0.5, q: 0.1 }')).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5,
    ]);
    expect(values('{ distribution: q_uniform, min: 0.05, max: 0.5, q: 0.2 }')).toEqual([0.05, 0.25, 0.45]);
    expect(values('{ distribution: q_uniform, min: 0.3, max: 0.3, q: 0.2 }')).toEqual([0.3]);
  });

  test('of ten million points takes no list of them', () => {
    const large = define(
      'latent_size: { min: 1, max: 1000 }\nbatch_size: { min: 1, max: 1000 }\nvae_epochs: { min: 1, max: 10 }\nepochs: { values: [1, 2] }',
    );
    const searcher = createSearcher(large);
    expect(searcher.size).toEqual({
      configs: 2e7,
      runs: 1e7,
      duplicatesRemoved: 0,
      valuesRepeated: 0,
      exact: true,
    });
    const last = searcher.ask({ cursor: { run: 1e7 - 1 }, made: 0, finished: [], running: [], atMost: 10 });
    expect([last.configs.length, last.exhausted]).toEqual([2, true]);
  });
});

test('a part of a grid is a fair sample of it', () => {
  const definition = define(
    'arm: { values: [none, vae_mixing] }\nlatent_size: { min: 1, max: 100 }\nvae_epochs: { min: 1, max: 100 }',
  );
  const { configs } = sampleOf(createSearcher(definition), 1000);
  const sizes = configs.map((c: Values) => (c['latent_size'] as number | undefined) ?? 50.5);
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
  // The mean of 1,000 of 1..100 has a standard deviation of 0.91 around 50.5.
  expect(Math.abs(mean - 50.5)).toBeLessThan(3);
});

describe('a grid begins with its baselines', () => {
  const baselines = (definition: SweepDefinition) =>
    allOf(definition).filter(({ arm }) => arm === 'oversample');
  const first = (definition: SweepDefinition, atMost = 1000) =>
    createSearcher(definition).first(atMost).map(configHash).sort();

  test('all of them, where there is room', () => {
    expect(first(issue)).toEqual(baselines(issue).map(configHash).sort());
    expect(first(issue)).toHaveLength(6);
    expect(first(issue, 2)).toHaveLength(3);
  });

  test('those within its cap', () => {
    for (const runCap of [1, 10, 40]) {
      const some = { ...issue, runCap };
      expect(first(some)).toEqual(baselines(some).map(configHash).sort());
    }
  });

  test('none where it has none', () => expect(first(linked)).toEqual([]));
});

test('the order of the file decides nothing', () => {
  const turned: SweepDefinition = { ...issue, parameters: issue.parameters.toReversed() };
  expect(allOf(turned)).toEqual(allOf(issue));
});

/** All points of the plain product, made canonical, each once: what a grid means. */
function bruteForce({ parameters }: SweepDefinition): string[] {
  let points: Record<string, ParameterValue>[] = [{}];
  for (const { name, distribution } of parameters) {
    if (distribution.kind !== 'categorical') throw new Error('Only lists here.');
    points = points.flatMap((point) => distribution.values.map((value) => ({ ...point, [name]: value })));
  }
  const configs: Config[] = points.map((point) => canonicalConfig(point));
  return [...new Set(configs.map(configHash))].sort();
}

test('a grid is the set of distinct canonical points of its plain product', () => {
  const list = <T>(...values: T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
  const pools = {
    arm: list<ParameterValue>('none', 'smote', 'placebo', 'vae_mixing', 'vae_boundary'),
    'loss_weights.kl': list<ParameterValue>(0, 1, 2),
    'smote.neighbors': list<ParameterValue>(5, 6),
    hidden_sizes: list<ParameterValue>([10], [10, 10], []),
    epochs: list<ParameterValue>(1, 5, 20),
  };
  fc.assert(
    fc.property(fc.record(pools, { requiredKeys: [] }), fc.nat(), (given, seed) => {
      const parameters = Object.entries(given).map(([name, values]) => ({
        name,
        distribution: { kind: 'categorical' as const, values, probabilities: null },
      }));
      const definition = { ...issue, seed, parameters };
      const searcher = createSearcher(definition);
      const expected = bruteForce(definition);
      const found = configsOf(play(searcher, { atMost: 7 }));
      expect(found.map(configHash).sort()).toEqual(expected);
      expect(searcher.size.configs).toBe(expected.length);
      expect(searcher.size.runs).toBe(new Set(found.map(runHash)).size);
    }),
  );
});
