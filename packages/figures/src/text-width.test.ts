import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortened, shortenedAtStart, textWidth, wrapped } from './text-width.ts';

test('it is what the widest face takes, or a little more', () => {
  const { resolve } = createRequire(import.meta.url);
  GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), 'widths');
  const context = createCanvas(10, 10).getContext('2d');
  context.font = '100px widths';
  context.fontKerning = 'none';
  for (let code = 32; code < 127; code++) {
    const c = String.fromCodePoint(code);
    expect([c, Math.abs(textWidth(c, 100) - context.measureText(c).width) < 0.2]).toEqual([c, true]);
  }
  expect(textWidth('é', 100)).toBeGreaterThanOrEqual(context.measureText('é').width);
});

test('marks that join take no room, broad characters more, control characters what they are spelt as', () => {
  expect(textWidth('e\u0301', 100)).toBe(textWidth('e', 100));
  expect(textWidth('漢', 100)).toBeGreaterThan(textWidth('w', 100));
  expect(textWidth('\u0007', 100)).toBe(textWidth('\\u{7}', 100));
});

test('what is cut says so and fits', () => {
  expect(shortened('short', 100, 12)).toBe('short');
  expect(shortened('vae_boundary', 50, 12)).toMatch(/^vae.*…$/);
  expect(shortenedAtStart('loss_weights.kl', 60, 12)).toMatch(/^….*kl$/);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.double({ min: 0, max: 200, noNaN: true }),
      (text, width) => {
        for (const cut of [shortened(text, width, 12), shortenedAtStart(text, width, 12)]) {
          expect(textWidth(cut, 12)).toBeLessThanOrEqual(width);
        }
      },
    ),
  );
});

test('lines are broken at spaces, and the last one says that there is more', () => {
  expect(wrapped('one two three', 60, 12, 3)).toEqual(['one two', 'three']);
  expect(wrapped('one two three four five six', 60, 12, 2)).toEqual([
    'one two',
    expect.stringMatching(/^three.*…$/),
  ]);
  expect(wrapped('', 60, 12, 2)).toEqual(['']);
  for (const line of wrapped('a_word_that_is_too_long_for_it and more', 60, 12, 9)) {
    expect(textWidth(line, 12)).toBeLessThanOrEqual(60);
  }
});
