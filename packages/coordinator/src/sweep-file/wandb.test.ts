import { Purpose, parameterNamed, Stream } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../port.ts';
import { draw } from '../search/draw.ts';
import { drawnSupport } from '../search/support.ts';
import { distributions, faultsOf, parse, withParameters } from './fixtures.ts';

/** Files of W&B, held against its engine on PyPI: sweeps 0.3.0, with numpy 1.26.4 and scipy 1.17.1. */

const RANDOM = 'method: random\nrun_cap: 10';
const noted = (lines: string, top = RANDOM) =>
  parse(withParameters(lines, top)).notes.map(({ code, message, hint }) => `${code}: ${message}. ${hint}`);

/** The values that `lines` draws, rising, with their shares. */
function shares(lines: string): Record<string, number> {
  const [[name, distribution]] = Object.entries(distributions(lines, RANDOM)) as [[string, Distribution]];
  const found = new Map<number, number>();
  const count = 20_000;
  for (let i = 0; i < count; i++) {
    const value = draw(
      distribution,
      parameterNamed.get(name)!,
      new Stream([3, 1], Purpose.search, i),
    ) as number;
    found.set(value, (found.get(value) ?? 0) + 1);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a - b).map(([value, n]) => [value, n / count]));
}

describe('multiples of q', () => {
  // Where W&B has shares outside the bounds (here 0 and 12), they belong to the nearest multiple inside.
  test.each<[string, Record<string, number>]>([
    ['epochs: { distribution: q_uniform, min: 1, max: 11, q: 3 }', { 3: 0.35, 6: 0.3, 9: 0.35 }],
    ['epochs: { distribution: q_uniform, min: 2, max: 11, q: 4 }', { 4: 4 / 9, 8: 5 / 9 }],
    ['epochs: { distribution: q_uniform, min: 1, max: 10, q: 4 }', { 4: 5 / 9, 8: 4 / 9 }],
    ['epochs: { distribution: q_uniform, min: 4, max: 12, q: 4 }', { 4: 0.25, 8: 0.5, 12: 0.25 }],
    ['dropout: { distribution: q_beta, q: 0.4 }', { 0: 0.2, 0.4: 0.4, 0.8: 0.4 }],
    [
      'dropout: { distribution: q_beta, a: 2, b: 2, q: 0.3 }',
      { 0: 0.061, 0.3: 0.3645, 0.6: 0.419, 0.9: 0.156 },
    ],
    ['loss_weights.kl: { distribution: q_beta, q: 0.6 }', { 0: 0.3, 0.6: 0.7 }],
  ])('%s', (lines, expected) => {
    const drawn = shares(lines);
    expect(Object.keys(drawn)).toEqual(Object.keys(expected));
    for (const [value, share] of Object.entries(expected)) expect(drawn[value]).toBeCloseTo(share, 1.7);
  });

  test('an enumerated search has the values that are drawn', () => {
    const lines = 'epochs: { distribution: q_uniform, min: 1, max: 11, q: 3 }';
    const distribution = distributions(lines, RANDOM)['epochs'] as Distribution;
    const support = drawnSupport(distribution, parameterNamed.get('epochs')!)!;
    expect(Array.from({ length: support.count }, (_, i) => support.at(i))).toEqual([3, 6, 9]);
    const beta = drawnSupport({ kind: 'q_beta', a: 1, b: 1, q: 0.25 }, parameterNamed.get('dropout')!)!;
    // Dropout is below 1.
    expect(Array.from({ length: beta.count }, (_, i) => beta.at(i))).toEqual([0, 0.25, 0.5, 0.75]);
  });

  test('a note says what a grid and a random search have in common, and what W&B draws', () => {
    const lines = 'epochs: { distribution: q_uniform, min: 1, max: 11, q: 3 }';
    const text =
      "multiples: a grid counts from min (1, 4, 7, 10) and a random search takes multiples of 3 (3, 6, 9), so they share no value. W&B's random search draws 0 and 12 too, outside the bounds.";
    expect(noted(lines)).toEqual([text]);
    expect(noted(lines, 'method: grid')).toEqual([text]);
    expect(noted('epochs: { distribution: q_uniform, min: 3, max: 20, q: 4 }')).toEqual([
      'multiples: a grid counts from min (3, 7, 11, … 19) and a random search takes multiples of 4 (4, 8, 12, … 20), so they share no value. Let min be a multiple of q where they should.',
    ]);
    expect(noted('epochs: { distribution: q_uniform, min: 4, max: 11, q: 4 }')).toEqual([
      "multiples: drawn are the multiples of 4 between 4 and 11: 4, 8. W&B's random search draws 12 too, outside the bounds.",
    ]);
    expect(noted('epochs: { distribution: q_uniform, min: 4, max: 11, q: 4 }', 'method: grid')).toEqual([]);
    expect(noted('dropout: { distribution: q_uniform, min: 0, max: 0.7, q: 0.1 }')).toEqual([]);
  });

  test('only what the rule changes is marked: other files are the definitions that they were', () => {
    const of = (min: number, max: number, top: string) =>
      distributions(`epochs: { distribution: q_uniform, min: ${min}, max: ${max}, q: 4 }`, top)['epochs'];
    expect(of(2, 11, RANDOM)).toEqual({ kind: 'q_uniform', min: 2, max: 11, q: 4, inside: true });
    expect(of(3, 9, RANDOM)).toEqual({ kind: 'q_uniform', min: 3, max: 9, q: 4 });
    expect(of(4, 12, RANDOM)).toEqual({ kind: 'q_uniform', min: 4, max: 12, q: 4 });
    expect(of(2, 11, 'method: grid')).toEqual({ kind: 'q_uniform', min: 2, max: 11, q: 4 });
  });
});

describe('distributions by their older names', () => {
  test('bounds that are exponents of e', () => {
    const found = distributions(
      'dropout: { distribution: log_uniform, min: -5, max: -1 }\nlearning_rate: { distribution: inv_log_uniform, min: 0, max: 2.5 }\nbatch_size: { distribution: q_log_uniform, min: 0, max: 2.7 }',
      RANDOM,
    ) as Record<string, Extract<Distribution, { min: number }>>;
    expect(Object.values(found).map(({ kind }) => kind)).toEqual([
      ...['log_uniform_values', 'inv_log_uniform_values', 'q_log_uniform_values'],
    ]);
    const bounds = Object.values(found).flatMap(({ min, max }) => [min, max]);
    const expected = [Math.exp(-5), Math.exp(-1), Math.exp(-2.5), 1, 1, Math.exp(2.7)];
    for (const [i, bound] of bounds.entries()) expect(bound).toBeCloseTo(expected[i]!, 12);
    // e^2.7 is 14.88: W&B rounds it to 15.
    expect(found['batch_size']).toMatchObject({ q: 1, inside: true });
  });

  test('a note says what they come to', () => {
    expect(noted('dropout: { distribution: log_uniform, min: -5, max: -1 }')).toEqual([
      'exponents: the bounds of log_uniform are exponents of e, as in W&B: 0.00673795 to 0.367879. log_uniform_values takes plain ones.',
    ]);
  });

  test('categorical_w_probabilities', () => {
    const written =
      'latent_size: { distribution: categorical_w_probabilities, values: [2, 4], probabilities: [0.3, 0.7] }';
    expect(distributions(written, RANDOM)['latent_size']).toEqual({
      kind: 'categorical',
      values: [2, 4],
      probabilities: [0.3, 0.7],
    });
  });
});

describe('a distribution that leaves the range of its parameter', () => {
  test.each([
    ['loss_weights.kl: { distribution: normal }', 50],
    ['dropout: { distribution: q_normal, mu: 0.2, sigma: 0.2, q: 0.1 }', 10],
    ['latent_size: { distribution: beta }', 50],
    ['dropout: { distribution: log_normal, mu: -1, sigma: 1 }', 16],
  ])('%s: the share that is cut off is noted', (lines, percent) => {
    const [note] = noted(lines);
    const said = Number(/about (\d+)% of this \w+ is cut off/.exec(note ?? '')?.[1]);
    expect(Math.abs(said - percent)).toBeLessThanOrEqual(4);
    expect(note).toMatch(
      /^cut_off: .*Draws outside are drawn again; W&B would pass them on to the training\.$/,
    );
  });

  test('one that stays inside is not', () => {
    expect(noted('loss_weights.kl: { distribution: normal, mu: 50, sigma: 4 }')).toEqual([]);
    expect(noted('dropout: { distribution: beta, a: 2, b: 2 }')).toEqual([]);
  });
});

describe('keys', () => {
  test('of launched sweeps and of searches that learn are noted', () => {
    const top = `kind: sweep\napiVersion: v1\njob: a/b\nimage_uri: c\nscheduler: { engine: wandb }\nmetric: { name: val_f1, goal: maximize, impute: worst, impute_while_running: latest }\n${RANDOM}`;
    const { notes } = parse(withParameters('epochs: { value: 1 }', top));
    expect(notes.map(({ code, path }) => `${code} ${path}`)).toEqual([
      ...[
        'kind',
        'apiVersion',
        'job',
        'image_uri',
        'scheduler',
        'metric.impute',
        'metric.impute_while_running',
      ].map((path) => `ignored_key ${path}`),
    ]);
  });

  test('of the metric are checked', () => {
    expect(faultsOf(withParameters('epochs: { value: 1 }', `metric: { impute: wurst }\n${RANDOM}`))).toEqual([
      '1:19 unknown_value metric.impute: unknown value "wurst". Did you mean `worst`? Use latest, best or worst.',
    ]);
  });
});

describe('tags of plain values', () => {
  test('!!float as PyYAML has it', () => {
    const found = distributions(
      'dropout: { min: !!float 0, max: !!float 5e-1 }\nlearning_rate: { value: !!float 1e-4 }\nlatent_size: { value: !!int 3 }',
      RANDOM,
    );
    expect(found).toEqual({
      dropout: { kind: 'uniform', min: 0, max: 0.5 },
      learning_rate: { kind: 'constant', value: 1e-4 },
      latent_size: { kind: 'constant', value: 3 },
    });
  });

  test('what a tag cannot mean is said', () => {
    expect(faultsOf('a: !!float x')).toEqual([
      '1:4 bad_yaml (file): what follows `!!float` is none. Correct the value, or remove the tag.',
    ]);
    expect(faultsOf('a: !!python/object:os.system x')[0]).toContain('tag_refused');
  });
});

test('a file for their Bayesian search runs as it is, and says where this one differs', () => {
  const file = `program: train.py
method: bayes
run_cap: 60
metric: { name: val_accuracy, goal: maximize, impute_while_running: worst }
parameters:
  learning_rate: { distribution: log_uniform_values, min: 1e-4, max: 1e-1 }
  dropout: { min: 0.0, max: 0.5 }
  batch_size: { distribution: q_log_uniform_values, q: 8, min: 32, max: 256 }
  optimizer: { values: [adam, rmsprop], probabilities: [0.7, 0.3] }
  epochs: { value: 5 }
command: [python, train.py]
`;
  const { definition, notes } = parse(file);
  expect(definition).toMatchObject({ method: 'bayes', runCap: 60, lag: 16, baselines: true });
  expect(notes.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'ignored_key program',
    'ignored_key command',
    'ignored_key metric.impute_while_running',
  ]);
});

describe('a value twice in one list', () => {
  test.each([
    [
      'dropout: { values: [0.1, 0, 0.10] }',
      '0.10 is the same value as 0.1, written twice',
      'dropout.values[2]',
    ],
    [
      'latent_size: { values: [1, 1.0] }',
      '1.0 is the same value as 1, written twice',
      'latent_size.values[1]',
    ],
    [
      'hidden_sizes: { values: [[10], [5], [10]] }',
      '[10] is the same value as [10], written twice',
      'hidden_sizes.values[2]',
    ],
    [
      'loss_weights: { values: [{ kl: 1, prediction: 0 }, { prediction: 0.0, kl: 1 }] }',
      'a mapping is the same value as a mapping, written twice',
      'loss_weights.values[1]',
    ],
  ])('%s', (lines, message, path) => {
    const { notes } = parse(withParameters(lines));
    expect(notes).toMatchObject([{ code: 'repeated_value', message, path: `parameters.${path}` }]);
  });

  test('one note a list, and none for lists of different values', () => {
    expect(noted('epochs: { values: [1, 1, 1, 1] }')).toHaveLength(1);
    expect(noted('epochs: { values: [1, 2, 3] }')).toEqual([]);
  });
});
