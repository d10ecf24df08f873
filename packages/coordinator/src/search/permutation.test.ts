import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permutation } from './permutation.ts';

test('every index comes once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (size, seed) => {
      const order = permutation(size, seed);
      const seen = new Set(Array.from({ length: size }, (_, i) => order(i)));
      expect(seen.size).toBe(size);
      expect(Math.max(...seen)).toBe(size - 1);
    }),
  );
});

test('indices beyond 32 bits stay whole numbers in range', () => {
  const size = 2 ** 50 - 3;
  const order = permutation(size, 1);
  const out = Array.from({ length: 1000 }, (_, i) => order(size - 1 - i));
  expect(out.every((x) => Number.isInteger(x) && x >= 0 && x < size)).toBe(true);
  expect(new Set(out).size).toBe(1000);
});

test('the seed decides the order, and neighbours do not stay neighbours', () => {
  const [a, b] = [permutation(1000, 1), permutation(1000, 2)];
  const indices = Array.from({ length: 999 }, (_, i) => i);
  expect(indices.filter((i) => a(i) === b(i)).length).toBeLessThan(12);
  expect(indices.filter((i) => Math.abs(a(i) - a(i + 1)) === 1).length).toBeLessThan(12);
});
