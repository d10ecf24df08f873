import { expect, test } from 'vitest';
import { cut } from './cut.ts';

test('a text that fits stays as it is', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('', 3)).toBe('');
});

test('a longer one ends in …, within its room', () => {
  expect(cut('abcd', 3)).toBe('ab…');
  expect(cut('abcd', 1)).toBe('…');
});

test('what a reader takes for one character is one, and is never broken', () => {
  const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
  expect(cut(family.repeat(3), 3)).toBe(family.repeat(3));
  expect(cut(family.repeat(4), 3)).toBe(`${family.repeat(2)}…`);
});
