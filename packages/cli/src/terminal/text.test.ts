import { plural, printable } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, pad, truncate, truncateStart, wrap } from './text.ts';

test('wide characters take two columns, colour codes none', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('日本')).toBe(4);
  expect(displayWidth('👩‍🔬!')).toBe(3);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('\u001B[1mbold\u001B[22m')).toBe(4);
});

test('a truncated text fits and says that it was cut', () => {
  expect(truncate('abcdef', 4)).toBe('abc…');
  expect(truncate('abcd', 4)).toBe('abcd');
  expect(truncate('日本語', 4)).toBe('日…');
  expect(truncate('abc', 0)).toBe('');
  expect(truncateStart('loss_weights_kl', 8)).toBe('…ghts_kl');
  expect(truncateStart('日本語', 4)).toBe('…語');
  expect(truncateStart('abcd', 4)).toBe('abcd');
  expect(truncateStart('abc', 0)).toBe('');
});

test('any text is printable, truncated and padded to the width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const cut = truncate(printable(text), width);
      expect(displayWidth(cut)).toBeLessThanOrEqual(width);
      expect(displayWidth(pad(cut, width, 'right'))).toBe(width);
      expect(cut).not.toMatch(/[\u0000-\u001F\u007F]/);
    }),
  );
});

test('wrapped lines keep all words', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a verylongword b', 6)).toEqual(['a', 'verylongword', 'b']);
});

test('counts have their noun', () => {
  expect([plural(1, 'trial'), plural(1234, 'trial'), plural(2, 'query', 'queries')]).toEqual([
    '1 trial',
    '1,234 trials',
    '2 queries',
  ]);
});
