import { expect, test } from 'vitest';
import { conditionOf, narrowed, partsOf, roundWithin, without } from './condition.ts';

const span = (column: string, from: number, to: number, pixel = 0.1) => ({
  column,
  from,
  to,
  pixel: [pixel, pixel] as const,
});

test('a span says as few digits as were pointed at', () => {
  expect(conditionOf(span('latent_size', 1.97, 8.04))).toBe('latent_size between 2 and 8');
  expect(conditionOf(span('loss_weights_kl', 0.2, 0.001234, 0.0001))).toBe(
    'loss_weights_kl between 0.0012 and 0.2',
  );
});

test('rounding stays within what a pixel is', () => {
  for (const [value, pixel] of [
    [1.97, 0.1],
    [0.3, 0.004],
    [12345.678, 70],
    [-0.00123, 1e-5],
  ] as const) {
    expect(Math.abs(roundWithin(value, pixel) - value)).toBeLessThanOrEqual(pixel);
  }
  expect(roundWithin(0.1 + 0.2, 1e-6)).toBe(0.3);
  expect(roundWithin(5, 0)).toBe(5);
});

test('choices are quoted unless all are numbers', () => {
  expect(conditionOf({ column: 'arm', choices: ['smote'] })).toBe("arm = 'smote'");
  expect(conditionOf({ column: 'arm', choices: ["o'brien", '5'] })).toBe("arm in ('o''brien', '5')");
  expect(conditionOf({ column: 'epochs', choices: ['5', '1e-3'] })).toBe('epochs in (5, 1e-3)');
  expect(conditionOf({ column: 'Größe"n', choices: ['1'] })).toBe('"Größe""n" = 1');
});

test.each([
  ["arm = 'smote' and epochs >= 10", ["arm = 'smote'", 'epochs >= 10']],
  ['kl between 1 and 2 AND epochs between 5 and 10', ['kl between 1 and 2', 'epochs between 5 and 10']],
  ['arm = \'a and b\' and "x and y" = 1', ["arm = 'a and b'", '"x and y" = 1']],
  ["arm = e'it\\'s and' and n > 1", ["arm = e'it\\'s and'", 'n > 1']],
  ['(a = 1 and b = 2) and c', ['(a = 1 and b = 2)', 'c']],
  ['a = 1 or b = 2 and c = 3', ['a = 1 or b = 2 and c = 3']],
  ['case when a and b then c end and d', ['case when a and b then c end', 'd']],
  ['brand = 1 and sandy', ['brand = 1', 'sandy']],
  ['(a = 1 and b', ['(a = 1 and b']],
  ['  ', []],
])('%s has its parts', (where, parts) => expect(partsOf(where)).toEqual(parts));

test('a choice joins what is there, and gives way to the next one on its axis', () => {
  const once = narrowed(null, { column: 'arm', choices: ['smote'] });
  const twice = narrowed(once, span('latent_size', 2, 8));
  expect(twice).toBe("arm = 'smote' and latent_size between 2 and 8");
  expect(narrowed(twice, { column: 'arm', choices: ['none'] })).toBe(
    "latent_size between 2 and 8 and arm = 'none'",
  );
  expect(narrowed('a = 1 or b = 2', { column: 'arm', choices: ['none'] })).toBe(
    "(a = 1 or b = 2) and arm = 'none'",
  );
});

test('each part can be dropped', () => {
  const where = 'a = 1 and b between 2 and 3 and c';
  expect(without(where, 1)).toBe('a = 1 and c');
  expect(without('a = 1', 0)).toBeNull();
});
