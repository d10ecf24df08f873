import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = withParameters(
  'latent_size: { values: [2, 4] }\nloss_weights: { parameters: { kl: { value: 1 } } }',
  'method: grid\nseed: 7\ndataset: { train: 100 }',
);

function set(...assignments: string[]): SweepDefinition {
  return parse(file, { set: assignments }).definition;
}

function distribution(definition: SweepDefinition, name: string): unknown {
  return definition.parameters.find((p) => p.name === name)?.distribution;
}

describe('overrides', () => {
  test('of seed and replicates replace or add', () => {
    expect(parse(file, { seed: 3, replicates: 5 }).definition).toMatchObject({ seed: 3, replicates: 5 });
  });

  test.each([
    ['dataset.train=200', { dataset: { kind: 'simulated', train: 200 } }],
    ['metric.name=val_f1', { metric: { name: 'val_f1', goal: 'maximize' } }],
    ['run_cap=12', { runCap: 12 }],
    ['name=a=b', { name: 'a=b' }],
    ['description="two words"', { description: 'two words' }],
  ])('of keys: %s', (assignment, expected) => {
    expect(set(assignment)).toMatchObject(expected);
  });

  test.each([
    ['latent_size=8', 'latent_size', { kind: 'constant', value: 8 }],
    ['latent_size=[2,10]', 'latent_size', { kind: 'categorical', values: [2, 10], probabilities: null }],
    ['latent_size={min: 2, max: 9}', 'latent_size', { kind: 'int_uniform', min: 2, max: 9 }],
    ['arm=smote', 'arm', { kind: 'constant', value: 'smote' }],
    ['hidden_sizes=[10, 5]', 'hidden_sizes', { kind: 'constant', value: [10, 5] }],
    ['classifier_layers=[pool 2]', 'classifier_layers', { kind: 'constant', value: ['pool 2'] }],
    ['hidden_sizes=[]', 'hidden_sizes', { kind: 'constant', value: [] }],
    [
      'hidden_sizes=[[10],[]]',
      'hidden_sizes',
      { kind: 'categorical', values: [[10], []], probabilities: null },
    ],
    ['loss_weights.kl=0', 'loss_weights.kl', { kind: 'constant', value: 0 }],
    ['loss_weights.prediction=3', 'loss_weights.prediction', { kind: 'constant', value: 3 }],
    ['loss_weights={kl: 0.5}', 'loss_weights.kl', { kind: 'constant', value: 0.5 }],
    [
      'loss_weights=[{kl: 1}, {kl: 0}]',
      'loss_weights.kl',
      { kind: 'categorical', values: [1, 0], probabilities: null },
    ],
    [
      'parameters.latent_size.values=[3]',
      'latent_size',
      { kind: 'categorical', values: [3], probabilities: null },
    ],
  ])('of parameters: %s', (assignment, name, expected) => {
    const definition = set(assignment);
    expect(distribution(definition, name)).toEqual(expected);
    expect(definition.parameters.filter((p) => p.name === name)).toHaveLength(1);
  });

  test('apply in their order', () => {
    expect(set('run_cap=1', 'run_cap=2').runCap).toBe(2);
  });

  test('of a path start from the working folder', () => {
    const { dataset } = parse(
      `dataset: { path: a.csv, target: y }\n${withParameters('epochs: { value: 1 }')}`,
      {
        set: ['dataset.path=b.csv'],
      },
    ).definition;
    expect(dataset).toMatchObject({ path: 'b.csv', folder: '/here' });
  });

  test('leave the source as it was', () => {
    expect(parse(file, { seed: 3 }).source).toBe(file);
  });
});

describe('an override at fault', () => {
  test.each([
    [
      'latent_sizes=2',
      '- unknown_key latent_sizes: unknown key `latent_sizes` (--set latent_sizes=2). Did you mean `latent_size`? KEY is a key of the file, such as dataset.train, or a parameter.',
    ],
    [
      'dataset.trian=2',
      '- unknown_key dataset.trian: unknown key `trian` (--set dataset.trian=2). Did you mean `train`? Known: kind, train, validation, test, features, coefficients, prior.',
    ],
    [
      'latent_size',
      '- bad_override (file): must be KEY=VALUE, got `latent_size` (--set). Write `--set latent_size=2`.',
    ],
    [
      'latent_size=',
      '- bad_override (file): the value is empty (--set latent_size=). Write a value after the `=`.',
    ],
    [
      'latent_size=-1',
      '- out_of_range parameters.latent_size.value: must be a whole number from 1 to 1024, got -1 (--set latent_size=-1). Choose a value in that range.',
    ],
    [
      'latent_size=[1',
      '- bad_yaml (file): Flow sequence must end with a ] (--set latent_size=[1). Correct the YAML here, or just before.',
    ],
    [
      'seed=.nan',
      '- not_finite seed: must be a finite number, got .nan (--set seed=.nan). Use a finite number.',
    ],
    [
      '__proto__.x=1',
      '- unknown_key __proto__.x: unknown key `__proto__.x` (--set __proto__.x=1). KEY is a key of the file, such as dataset.train, or a parameter.',
    ],
  ])('%s', (assignment, fault) => {
    expect(faultsOf(file, { set: [assignment] })).toEqual([fault]);
  });

  test('stands beside those of the file', () => {
    expect(
      faultsOf(withParameters('epochs: { value: 0 }'), { replicates: 0, set: ['dropout=2'] }),
    ).toHaveLength(3);
  });
});
