import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('controls, lone surrogates and direction marks are written out', () => {
  expect(printable('a\u001B[31mb')).toBe('a\\u{1B}[31mb');
  expect(printable('two\nlines\tand\u202Emore')).toBe('two\\nlines\\tand\\u{202E}more');
  expect(printable('half \ud83d of one')).toBe('half \\u{D83D} of one');
  expect(printable('naïve 🦆 日本')).toBe('naïve 🦆 日本');
});
