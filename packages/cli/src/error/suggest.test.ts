import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from './suggest.ts';

test('the nearest name is found, a far one is not', () => {
  const commands = ['run', 'plan', 'validate', 'show', 'resume'];
  expect(nearest('rnu', commands)).toBe('run');
  expect(nearest('RESUM', commands)).toBe('resume');
  expect(nearest('validat', commands)).toBe('validate');
  expect(nearest('database', commands)).toBeNull();
});

test('the distance is symmetric, zero for equal texts, at most the longer length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
