import { expect, test } from 'vitest';
import { grouped, plural } from './words.ts';

test('a count and its noun agree', () => {
  const counted = [
    plural(0, 'trial'),
    plural(1, 'trial'),
    plural(1234, 'trial'),
    plural(1, 'query', 'queries'),
    plural(2, 'query', 'queries'),
  ];
  expect(counted).toEqual(['0 trials', '1 trial', '1,234 trials', '1 query', '2 queries']);
  expect(grouped(1234567)).toBe('1,234,567');
});
