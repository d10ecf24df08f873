import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewriteCondition } from './condition.ts';

const NAMES = new Map([
  ['loss_weights.kl', 'loss_weights_kl'],
  ['loss_weights_kl', 'loss_weights_kl'],
  ['latent_size', 'latent_size'],
  ['état', 'état'],
  ['arm', 'arm'],
]);
const rewrite = (text: string) => rewriteCondition(text, NAMES);

test('names become quoted columns, all else stays', () => {
  expect(rewrite('loss_weights.kl > 1e-3')).toBe('"loss_weights_kl" > 1e-3');
  expect(rewrite('Latent_Size=2 and not (loss_weights_kl<.5)')).toBe(
    '"latent_size"=2 and not ("loss_weights_kl"<.5)',
  );
  expect(rewrite(`arm = 'latent_size' or état is null`)).toBe(`"arm" = 'latent_size' or "état" is null`);
  expect(rewrite('"latent_size" = any(array[1, 2])')).toBe('"latent_size" = any(array[1, 2])');
  expect(rewrite('latent_size::text ~ $e$'.slice(0, -4))).toBe('"latent_size"::text ~');
});

test('numbers are as Postgres has them', () => {
  for (const number of ['1', '1.', '.5', '1.5', '1e3', '1.e-3', '.5E+10']) {
    expect(rewrite(`latent_size = ${number}`)).toBe(`"latent_size" = ${number}`);
  }
});

test('what could leave the condition is refused', () => {
  for (const text of [
    'a) or (b',
    '(a',
    'a]',
    'a; b',
    'a -- b',
    'a /* b',
    `'a`,
    `"a`,
    `E'\\'`,
    `1E'\\''`,
    'epochs > 10a',
    '$$a$$',
    '$1',
    'a\0b',
    'a \\ b',
    '`a`',
    '  ',
  ]) {
    expect(() => rewrite(text), text).toThrow(expect.objectContaining({ code: 'bad_where' }));
  }
});

test('whatever is let through is balanced outside its strings', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    `'`,
    '"',
    `''`,
    '\\',
    `E'`,
    '-',
    '/',
    '*',
    ';',
    '$',
    'a',
    '.',
    ' ',
    '1',
    '[',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      let out: string;
      try {
        out = rewrite(pieces.join(''));
      } catch {
        return;
      }
      const strings = /(?<![\p{L}\p{N}_])[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/gu;
      const bare = out.replaceAll(strings, ' x ');
      expect(bare).not.toMatch(/['"\\;$]|--|\/\*/);
      let depth = 0;
      for (const character of bare) {
        if ('(['.includes(character)) depth++;
        if (')]'.includes(character)) depth--;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    }),
    { numRuns: 3000, examples: [[['1', `E'`, '\\', `''`]]] },
  );
});
