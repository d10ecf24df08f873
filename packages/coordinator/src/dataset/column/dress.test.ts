import fc from 'fast-check';
import { expect, test } from 'vitest';
import { text, withDuckDb } from '../duckdb.ts';
import { dressedSql, type Mark, unitSql } from './dress.ts';

function read(words: readonly string[], decimal: Mark, sql = dressedSql): Promise<unknown[]> {
  return withDuckDb('/', async (db) => {
    const values = words.map((word, i) => `(${i}, ${text(word)})`).join(', ');
    const query = `select ${sql('w', decimal)} from (values ${values}) t(i, w) order by i`;
    return (await db.runAndReadAll(query)).getRowsJS().map(([value]) => value);
  });
}

test.for([
  ['.', '1,500', 1500],
  [',', '1,500', 1.5],
  ['.', '1,234.5', 1234.5],
  [',', '1.234,5', 1234.5],
  [',', '1.234.567', 1234567],
  ['.', '12,34,567.5', 1234567.5],
  ['.', '1 000', 1000],
  ['.', '1\u00a0000\u00a0000,', null],
  [',', '1\u202f000,25', 1000.25],
  ['.', "1'234.5", 1234.5],
  ['.', '12%', 12],
  [',', '12,5 %', 12.5],
  ['.', '$101.00', 101],
  ['.', '-$1,000', -1000],
  ['.', '$-5', -5],
  ['.', '($5.50)', -5.5],
  [',', '5 €', 5],
  ['.', '€\u00a05', 5],
  ['.', '\u22125', -5],
  ['.', '+5', 5],
  ['.', '.5', 0.5],
  [',', ',5', 0.5],
  ['.', '1.5e-3', 0.0015],
  ['.', '1,5', null],
  [',', '1.5', null],
  ['.', '1,50,0', null],
  ['.', '1 00', null],
  ['.', '12 34', null],
  ['.', '1,000 000', null],
  ['.', '--5', null],
  ['.', '-$-5', null],
  ['.', '(-5)', null],
  ['.', '(5', null],
  ['.', '$5%', null],
  ['.', '1_000', null],
  ['.', '12 kg', null],
  ['.', '5-', null],
  ['.', '%', null],
  ['.', '', null],
  ['.', '2004-04-12', null],
  ['.', '12.04.2004', null],
  [',', '192.168.1.1', null],
] as const)('decimal %s: %s', async ([decimal, word, number]) => {
  expect(await read([word], decimal)).toEqual([number]);
});

test('a number in any dress is the number', async () => {
  const dressed = fc
    .record({
      whole: fc.nat(10_000_000),
      fraction: fc.option(fc.stringMatching(/^\d{1,6}$/)),
      negative: fc.boolean(),
      decimal: fc.constantFrom<Mark>('.', ','),
      group: fc.constantFrom('', 'other', ' ', '\u00a0', '\u202f', "'"),
      minus: fc.constantFrom('-', '\u2212', '\u2013'),
      unit: fc.constantFrom('', '$', '€', '£', '₹', '%'),
      gap: fc.constantFrom('', ' ', '\u00a0'),
      shape: fc.constantFrom('sign unit', 'unit sign', 'after', 'brackets'),
    })
    .map(({ whole, fraction, negative, decimal, group, minus, unit, gap, shape }) => {
      const separator = group === 'other' ? (decimal === '.' ? ',' : '.') : group;
      const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, separator);
      const body = grouped + (fraction === null ? '' : decimal + fraction);
      const sign = negative ? minus : '';
      const before = unit === '' ? '' : unit + gap;
      const after = unit === '' ? '' : gap + unit;
      const words = {
        'sign unit': sign + before + body,
        'unit sign': before + sign + body,
        after: sign + body + after,
        brackets: negative ? `(${before}${body})` : body + after,
      };
      const number = Number(`${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`);
      return { decimal, word: words[shape as keyof typeof words], number };
    });
  await fc.assert(
    fc.asyncProperty(fc.array(dressed, { minLength: 50, maxLength: 50 }), async (all) => {
      for (const decimal of ['.', ','] as const) {
        const some = all.filter((one) => one.decimal === decimal);
        if (some.length === 0) continue;
        const found = await read(
          some.map(({ word }) => word),
          decimal,
        );
        expect(found.map((value, i) => [some[i]!.word, value])).toEqual(
          some.map(({ word, number }) => [word, number]),
        );
      }
    }),
    { numRuns: 15 },
  );
});

test('what a plain number is stays what it is', async () => {
  const plain = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { minLength: 30, maxLength: 30 }), async (words) => {
      expect(await read(words, '.')).toEqual(words.map(Number));
    }),
    { numRuns: 10 },
  );
});

test('the unit', async () => {
  expect(await read(['12%', '$ 5', '5 €', '5'], '.', unitSql)).toEqual(['%', '$', '€', '']);
});
