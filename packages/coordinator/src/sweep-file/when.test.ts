import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const whenOf = (lines: string, name: string, top?: string) =>
  parse(withParameters(lines, top)).definition.parameters.find((one) => one.name === name);

test('conditions are kept with their values', () => {
  const lines = `arm: { values: [vae_mixing, vae_boundary, none] }
hidden_sizes: { values: [[10], [20, 10]] }
dropout: { values: [0, 0.2], when: { arm: vae_boundary } }
latent_size: { values: [2, 3], when: { arm: [vae_mixing, vae_boundary], hidden_sizes: [20, 10] } }
loss_weights: { parameters: { kl: { values: [0, 1], when: { hidden_sizes: [[10], [20, 10]] } } } }`;
  expect(whenOf(lines, 'dropout')?.when).toEqual([{ parameter: 'arm', in: ['vae_boundary'] }]);
  expect(whenOf(lines, 'latent_size')?.when).toEqual([
    { parameter: 'arm', in: ['vae_mixing', 'vae_boundary'] },
    { parameter: 'hidden_sizes', in: [[20, 10]] },
  ]);
  expect(whenOf(lines, 'loss_weights.kl')?.when).toEqual([
    { parameter: 'hidden_sizes', in: [[10], [20, 10]] },
  ]);
  expect(whenOf(lines, 'arm')).not.toHaveProperty('when');
});

test('on a table, what it has elsewhere is the default of tables', () => {
  const lines =
    'arm: { values: [vae_mixing, vae_boundary] }\nkl_warmup: { values: [0, 5], when: { arm: vae_boundary } }';
  const table = 'method: grid\ndataset: { path: a.csv, target: y }';
  expect(whenOf(lines, 'kl_warmup', table)?.otherwise).toBe(10);
  expect(whenOf(lines, 'kl_warmup')).not.toHaveProperty('otherwise');
});

describe('a when at fault', () => {
  const ARM = 'arm: { values: [vae_mixing, vae_boundary, none] }\n';
  test.each([
    [
      'a parameter below',
      'dropout: { value: 0, when: { arm: none } }\narm: { values: [none] }',
      '3:32 bad_when parameters.dropout.when.arm: `arm` stands below `dropout` in the file, or is at fault. Write `arm` above it.',
    ],
    [
      'an unknown one',
      `${ARM}dropout: { value: 0, when: { amr: none } }`,
      '4:32 bad_when parameters.dropout.when.amr: `amr` is no parameter of the file. Did you mean `arm`? `when` names a parameter of the file that stands above.',
    ],
    [
      'one that the file leaves at its default',
      `${ARM}dropout: { value: 0, when: { optimizer: adam } }`,
      '4:32 bad_when parameters.dropout.when.optimizer: `optimizer` is no parameter of the file. `when` names a parameter of the file that stands above.',
    ],
    [
      'itself',
      'dropout: { values: [0, 0.1], when: { dropout: 0 } }',
      '3:40 bad_when parameters.dropout.when.dropout: `dropout` decides over itself. Name another parameter, one that stands above.',
    ],
    [
      'a range',
      `${ARM}latent_size: { min: 2, max: 9 }\ndropout: { value: 0, when: { latent_size: 2 } }`,
      '5:32 bad_when parameters.dropout.when.latent_size: `latent_size` has no list of values of its own, so that nothing can depend on one. Name a parameter with `values`.',
    ],
    [
      'epochs',
      'epochs: { values: [5, 10] }\ndropout: { value: 0, when: { epochs: 5 } }',
      '4:32 bad_when parameters.dropout.when.epochs: configs that differ only in `epochs` are one run, so that nothing can depend on it. Name another parameter.',
    ],
    [
      'a value that it never has',
      `${ARM}dropout: { value: 0, when: { arm: [vae_mixing, smote] } }`,
      '4:50 bad_when parameters.dropout.when.arm[1]: `arm` is never "smote" in this file. It is "vae_mixing" or "vae_boundary" or "none".',
    ],
    [
      'an arm that does not use it',
      `${ARM}dropout: { value: 0, when: { arm: none } }`,
      '4:37 bad_when parameters.dropout.when.arm: `dropout` means nothing where arm is none. `when` narrows where a parameter is swept, and never widens it.',
    ],
    [
      'nothing',
      `${ARM}dropout: { value: 0, when: {} }`,
      '4:30 missing_key parameters.dropout.when: names no parameter. Write `when: { arm: vae_boundary }`.',
    ],
    [
      'a word',
      `${ARM}dropout: { value: 0, when: vae_boundary }`,
      '4:30 wrong_type parameters.dropout.when: must be a mapping of keys, got "vae_boundary". Write `when: { arm: vae_boundary }`, or `when: { arm: [vae_mixing, vae_boundary] }`.',
    ],
  ])('%s', (_, lines, fault) => {
    expect(faultsOf(withParameters(lines))).toEqual([fault]);
  });

  test('a circle', () => {
    const lines =
      'optimizer: { values: [adam, rmsprop], when: { batch_size: 80 } }\nbatch_size: { values: [80, 160], when: { optimizer: adam } }';
    expect(faultsOf(withParameters(lines)).map((fault) => fault.split('. ')[0])).toEqual([
      '3:49 bad_when parameters.optimizer.when.batch_size: `optimizer` and `batch_size` decide over each other',
      '4:44 bad_when parameters.batch_size.when.optimizer: `batch_size` and `optimizer` decide over each other',
    ]);
  });
});
