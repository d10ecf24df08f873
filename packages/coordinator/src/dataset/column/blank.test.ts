import { expect, test } from 'vitest';
import { trimmed } from './blank.ts';

test('blanks around a word go, those within it stay', () => {
  expect(trimmed('\u200b\t a \u00a0 b\n\ufeff')).toBe('a \u00a0 b');
  expect(trimmed(' \u2060')).toBe('');
});

test('millions of blanks are looked at once each', () => {
  const blanks = ' '.repeat(5_000_000);
  expect(trimmed(blanks)).toBe('');
  expect(trimmed(`a${blanks}b`)).toHaveLength(5_000_002);
});
