import { describe, expect, test } from 'vitest';
import { faultsOf, withParameters as swept } from './fixtures.ts';

const epochs = 'epochs: { value: 5 }';

/** What is wrong, the file, and every fault as a user reads it. */
const CASES: readonly (readonly [what: string, file: string, faults: readonly string[]])[] = [
  [
    'unknown key, with the nearest',
    swept(epochs, 'method: grid\nreplicate: 3'),
    [
      '2:1 unknown_key replicate: unknown key `replicate`. Did you mean `replicates`? Known: name, description, method, replicates, lag, seed, run_cap, baselines, defaults, engine, requires, metric, metrics, constraints, race, early_terminate, parameters, points, baseline, dataset.',
    ],
  ],
  [
    'unknown metric',
    swept(epochs, 'method: grid\nmetric: { name: accuracy }'),
    [
      '2:17 unknown_value metric.name: `accuracy` is measured on two splits. Use test_accuracy or val_accuracy.',
    ],
  ],
  [
    'unknown metric and goal',
    swept(epochs, 'method: grid\nmetric: { name: test_acuracy, goal: max }'),
    [
      '2:17 unknown_value metric.name: unknown value "test_acuracy". Did you mean `test_accuracy`? docs/sweep-file.md lists them.',
      '2:37 unknown_value metric.goal: unknown value "max". Did you mean `maximize`? Use maximize or minimize.',
    ],
  ],
  [
    'unknown method',
    swept(epochs, 'method: gird'),
    [
      '1:9 unknown_value method: unknown value "gird". Did you mean `grid`? Use grid, random, sobol or bayes.',
    ],
  ],
  [
    'a search that learns without an end',
    swept(epochs, 'method: bayes'),
    [
      '1:1 missing_key run_cap: a bayes search needs `run_cap`, the most trials that it may run. Add `run_cap: 300`, or as many as there is time for.',
    ],
  ],
  [
    'number for text',
    `name: 3\n${swept(epochs)}`,
    ['1:7 wrong_type name: must be text of 1 to 128 characters, got 3. Put it in quotes: "3".'],
  ],
  [
    'list of parameters',
    'method: grid\nparameters: [a]',
    [
      '2:13 wrong_type parameters: must be a mapping of keys, got ["a"]. Write `parameters: { latent_size: { values: [2, 10] } }`.',
    ],
  ],
  [
    'counts out of range',
    swept(epochs, 'method: grid\nreplicates: 0\nseed: -1\nrun_cap: 1.5'),
    [
      '2:13 out_of_range replicates: must be a whole number from 1 to 100000, got 0. Choose a value in that range.',
      '3:7 out_of_range seed: must be a whole number from 0 to 9007199254740991, got -1. Choose a value in that range.',
      '4:10 wrong_type run_cap: must be a whole number from 1 to 1000000000, got 1.5. Use a whole number.',
    ],
  ],
  [
    'no parameters',
    'method: grid\nparameters: {}',
    [
      '2:13 missing_key parameters: must name at least one parameter. Add one, such as `arm: { values: [oversample, vae_mixing] }`.',
    ],
  ],
  [
    'no method and no parameters',
    'name: x',
    [
      '1:1 missing_key method: a sweep needs `method`. Add `method: grid`.',
      '1:1 missing_key parameters: a sweep needs `parameters`. Add `parameters: { arm: { values: [oversample, vae_mixing] } }`.',
    ],
  ],
  [
    'control characters',
    `name: "a\\u001b[31m"\ndescription: "a\\u202e"\n${swept(epochs)}`,
    [
      '1:7 unprintable name: must be printable text, but character 2 is U+001B. Remove that character.',
      '2:14 unprintable description: must be printable text, but character 2 is U+202E. Remove that character.',
    ],
  ],
  [
    'a long name',
    `name: ${'x'.repeat(129)}\n${swept(epochs)}`,
    [
      '1:7 wrong_type name: must be text of 1 to 128 characters, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…. Write a text that is not empty and not too long.',
    ],
  ],
  [
    'sizes of simulated data',
    `dataset: { train: 0, validation: 5.5, test: 20000000, rows: 3 }\n${swept(epochs)}`,
    [
      '1:55 unknown_key dataset.rows: unknown key `rows`. Known: kind, train, validation, test, features, coefficients, prior.',
      '1:19 out_of_range dataset.train: must be a whole number from 2 to 10000000, got 0. Choose a value in that range.',
      '1:34 wrong_type dataset.validation: must be a whole number from 1 to 10000000, got 5.5. Use a whole number.',
      '1:45 out_of_range dataset.test: must be a whole number from 1 to 10000000, got 20000000. Choose a value in that range.',
    ],
  ],
  [
    'two rows of coefficients',
    `dataset: { coefficients: [[1, 2], [3, 4]], features: 3 }\n${swept(epochs)}`,
    [
      '1:26 wrong_length dataset.coefficients: two rows are given, but two classes take one. Write one list of numbers for two classes, or a list of K such lists for K.',
    ],
  ],
  [
    'ragged coefficients',
    `dataset: { coefficients: [[1, 2], [3], [4, 5]] }\n${swept(epochs)}`,
    [
      '1:35 wrong_length dataset.coefficients: row 2 has 1 numbers, the first has 2. Write one list of numbers for two classes, or a list of K such lists for K.',
    ],
  ],
  [
    'features without coefficients',
    `dataset: { features: 20 }\n${swept(epochs)}`,
    [
      '1:22 wrong_length dataset.features: must be as many as coefficients, 10, got 20. Give 20 `coefficients`.',
    ],
  ],
  [
    'priors that do not sum to 1',
    `dataset: { prior: [0.5, 0.6] }\n${swept(epochs)}`,
    ['1:19 bad_shares dataset.prior: must sum to 1, but sum to 1.1. Divide each by their sum.'],
  ],
  [
    'a prior out of range',
    `dataset: { prior: 1.5 }\n${swept(epochs)}`,
    [
      '1:19 out_of_range dataset.prior: must be a number above 0 and below 1, got 1.5. Choose a value in that range.',
    ],
  ],
  [
    'too many numbers',
    `dataset: { train: 10000000, features: 100, coefficients: [${Array(100).fill(0)}] }\n${swept(epochs)}`,
    [
      '1:10 out_of_range dataset: 10040000 rows of 100 features are more than 500000000 numbers. Use fewer rows or features.',
    ],
  ],
  [
    'a table at fault',
    `dataset: { kind: table, target: y, split: { train: 0.9 }, scale: log, drop: y, categorical: [y] }\n${swept(epochs)}`,
    [
      '1:10 missing_key dataset: needs one of path and select, got neither. Name a file with `path`.',
      '1:77 wrong_type dataset.drop: must be a list of column names, got "y". Write a list: [y].',
      '1:66 unknown_value dataset.scale: unknown value "log". Use quantile, minmax or none.',
      '1:43 bad_shares dataset.split: must sum to 1, but sum to 1.3. Divide each by their sum.',
    ],
  ],
  [
    'a table with two sources',
    `dataset: { path: a, select: b }\n${swept(epochs)}`,
    [
      '1:10 missing_key dataset: needs one of path and select, got both. Name a file with `path`.',
      '1:10 missing_key dataset.target: a table needs `target`. Name the column with the class.',
    ],
  ],
  [
    'a cap below one config',
    swept(epochs, 'method: grid\nreplicates: 5\nrun_cap: 3'),
    [
      '3:10 out_of_range run_cap: must leave room for one config with its 5 replicates, got 3. Use at least 5.',
    ],
  ],
];

describe('a section at fault', () => {
  test.each(CASES)('%s', (_, file, faults) => {
    expect(faultsOf(file)).toEqual(faults);
  });
});
