import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRICS } from './measure/catalogue.ts';
import { distance, nearest, nearestOf } from './nearest.ts';

const KEYS = ['replicates', 'parameters', 'latent_size', 'loss_weights.kl', 'learning_rate', 'band'];

test.each([
  ['replicate', 'replicates'],
  ['paramaters', 'parameters'],
  ['lantent_size', 'latent_size'],
  ['latnet_size', 'latent_size'],
  ['Latent-Size', 'latent_size'],
  ['latent', 'latent_size'],
  ['kl', 'loss_weights.kl'],
  ['lr', 'learning_rate'],
  ['rate', 'learning_rate'],
  ['x', null],
  ['', null],
  ['database', null],
  ['x'.repeat(10_000), null],
])('%s -> %s', (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});

test.each([
  ['test_acc', ['test_accuracy']],
  ['test_acuracy', ['test_accuracy']],
  ['test_bal_acc', ['test_balanced_accuracy']],
  ['val_auc', ['val_pr_auc', 'val_roc_auc']],
  ['recall', ['val_recall', 'test_recall']],
  ['TEST-MCC', ['test_mcc']],
  ['nothing_of_this', []],
])('the metrics that %s may be', (word, expected) => {
  expect(nearestOf(word, METRICS)).toEqual(expected);
});

test('a name within a group goes before another that begins with it', () => {
  const known = ['kl_warmup', 'loss_weights.kl', 'mixing.real', 'realistic'];
  expect(nearestOf('kl', known)).toEqual(['loss_weights.kl']);
  expect(nearest('real', known)).toBe('mixing.real');
  expect(nearest('kl_warm', known)).toBe('kl_warmup');
});

test('the nearest command is found, a far one is not', () => {
  const commands = ['run', 'plan', 'validate', 'show', 'resume', 'trial', 'trials'];
  const given = ['rnu', 'RESUM', 'validat', 'tria', 'trails', 'frobnicate'];
  expect(given.map((word) => nearest(word, commands))).toEqual([
    'run',
    'resume',
    'validate',
    'trial',
    'trials',
    null,
  ]);
});

const text = fc.string({ maxLength: 8 });

test('the distance is symmetric, zero for equal texts, at most the longer length', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
      expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test('a known name is its own nearest, and what begins names leads to one that it begins', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}(_[a-z]{1,4}){0,2}$/), { minLength: 1 }),
      fc.nat(),
      (names, n) => {
        const name = names[n % names.length]!;
        expect(nearest(name, names)).toBe(name);
        const start = name.slice(0, 3);
        if (start.length === 3 && !names.includes(start))
          expect(nearest(start, names)).toMatch(new RegExp(`^${start}`));
      },
    ),
  );
});
