import { InputError, readConfig } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { define } from '../sweep-file/fixtures.ts';
import { type DataShape, simulatedShape, workOfRun } from './cost.ts';
import { type PlanSummary, refuseTooManyTrials, summarisePlan } from './summary.ts';

const shape = {
  majorityRows: 40_000,
  minorityRows: 40_000,
  features: 10,
  classes: 2,
  balance: 'original',
} as const;
const plan = (definition: SweepDefinition): PlanSummary =>
  summarisePlan(definition, createSearcher(definition));

describe('the work of a run', () => {
  const work = (lines: string, on: DataShape = shape) => {
    const [config] = sampleOf(createSearcher(define(lines)), 1).configs;
    return workOfRun(readConfig(config!), on);
  };

  test('of vae_mixing is that of the deck: 80,000 rows times 525 weights, 670 x 10 x 160 rows times 11', () => {
    // floor(40,000 / 60) = 666 blocks of 160 rows; the deck's 670 come from its 40,200 class-1 rows.
    expect(work('epochs: { value: 2 }')).toBe(2 * 80_000 * 525 + 2 * 10 * 666 * 160 * 11);
  });

  test('of a convolution is its weights for each of its windows', () => {
    const images = { ...shape, features: 64, shape: [8, 8, 1] } as const;
    const convolution =
      'arm: { value: none }\nepochs: { value: 1 }\nminority_rate: { value: 1 }\nclassifier_layers: { value: [conv 4 3x3, pool 2, dense 5] }';
    expect(work(convolution, images)).toBe(80_000 * 10 * (64 * 40 + 65 * 5 + 6));
  });

  test('of an arm without a VAE has none of it, and grows with the rows that are kept', () => {
    const none = work('arm: { value: none }\nminority_rate: { value: 0.5 }\nepochs: { value: 1 }');
    expect(none).toBe(600_000 * 11);
  });
});

test('expected classes of simulated data follow the prior', () => {
  const { dataset } = define('epochs: { value: 1 }', 'method: grid\ndataset: { train: 1000, prior: 0.1 }');
  if (dataset.kind !== 'simulated') throw new Error('It is simulated.');
  expect(simulatedShape(dataset)).toMatchObject({
    majorityRows: 900,
    minorityRows: 100,
    classes: 2,
    features: 10,
  });
});

describe('the summary of a plan', () => {
  const lines =
    'arm: { values: [none, vae_mixing] }\nlatent_size: { values: [2, 4, 8] }\nepochs: { values: [5, 10] }';

  test('counts configs, trials, runs and duplicates', () => {
    expect(plan(define(lines, 'method: grid\nreplicates: 3'))).toEqual({
      configs: 8,
      baselines: 0,
      trials: 24,
      trainingRuns: 12,
      duplicatesRemoved: 4,
      valuesRepeated: 0,
      race: null,
      early: null,
      exact: true,
    });
  });

  test('serves all milestones by one run, for each replicate', () => {
    const one = plan(define('epochs: { value: 10 }', 'method: grid'));
    const milestones = plan(define('epochs: { values: [5, 10] }', 'method: grid\nreplicates: 2'));
    expect([one.trainingRuns, milestones.trainingRuns]).toEqual([1, 2]);
  });

  test('keeps to run_cap', () => {
    expect(plan(define(lines, 'method: grid\nreplicates: 3\nrun_cap: 10'))).toEqual({
      configs: 3,
      baselines: 0,
      trials: 9,
      trainingRuns: 6,
      duplicatesRemoved: 4,
      valuesRepeated: 0,
      race: null,
      early: null,
      exact: true,
    });
  });

  test('of a small random search is exact', () => {
    const random = plan(
      define(
        'learning_rate: { min: 0.001, max: 0.1 }\nepochs: { values: [5, 10] }',
        'method: random\nrun_cap: 50',
      ),
    );
    expect(random).toMatchObject({ configs: 50, baselines: 25, trials: 50, trainingRuns: 50, exact: true });
  });

  test('counts baselines: what a grid lists, what a random search adds, a share of a large one', () => {
    const grid = define('arm: { values: [oversample, vae_mixing] }\nepochs: { values: [5, 10] }');
    expect(plan(grid)).toMatchObject({ configs: 4, baselines: 2 });
    const kl = 'loss_weights: { parameters: { kl: { min: 0.0, max: 1.0 } } }';
    const search = 'method: random\nrun_cap: 5000';
    expect(plan(define(kl, search))).toMatchObject({ configs: 5000, exact: false, baselines: 1 });
    const rates = `${kl}\nlearning_rate: { min: 0.001, max: 0.1 }`;
    expect(plan(define(rates, search)).baselines).toBe(2500);
    expect(plan(define(rates, `${search}\nbaselines: false`)).baselines).toBe(0);
  });

  test('of a large grid counts it without listing it', () => {
    const large = define(
      'arm: { values: [smote, vae_mixing] }\nlatent_size: { min: 1, max: 500 }\nvae_epochs: { min: 1, max: 20 }\nsmote.neighbors: { min: 1, max: 1000 }\nminority_rate: { values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] }',
    );
    const { configs, trainingRuns } = plan(large);
    expect([configs, trainingRuns]).toEqual([110_000, 110_000]);
  });
});

describe('a sweep with too many trials', () => {
  const many = define(
    'latent_size: { min: 1, max: 1000 }\nbatch_size: { min: 1, max: 4000 }',
    'method: grid\nreplicates: 3',
  );

  test('is refused unless it is confirmed or capped', () => {
    const refuse = (definition: SweepDefinition, confirmed: boolean) => () =>
      refuseTooManyTrials(definition, plan(definition), confirmed);
    expect(refuse(many, false)).toThrow(
      new InputError(
        'too_many_trials',
        'The sweep has 12,000,000 trials and no `run_cap`; more than 1,000,000 need a confirmation.',
        'Set `run_cap` for a fair sample of the grid, or confirm with --yes.',
      ),
    );
    expect(refuse(many, true)).not.toThrow();
    expect(refuse({ ...many, runCap: 3000 }, false)).not.toThrow();
    expect(refuse(define('epochs: { value: 1 }'), false)).not.toThrow();
  });
});
