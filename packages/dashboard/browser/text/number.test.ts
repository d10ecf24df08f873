import { expect, test } from 'vitest';
import { aligned, metric, plural, short, signed } from './number.ts';

test('metrics and differences', () => {
  expect([metric(0.5), metric(null), metric(Number.NaN), metric(-1)]).toEqual([
    '0.5000',
    '–',
    'NaN',
    '-1.0000',
  ]);
  expect([signed(0.01), signed(-0.01), signed(0.00001), signed(null)]).toEqual([
    '+0.0100',
    '-0.0100',
    '0.0000',
    '–',
  ]);
});

test('short numbers come back as they were typed', () => {
  expect([short(0.001), short(1 / 3), short(12), short(-2.5)]).toEqual(['0.001', '0.3333', '12', '-2.5']);
  expect([plural(1, 'trial'), plural(1234, 'trial')]).toEqual(['1 trial', '1,234 trials']);
});

test('the points of a column stand under one another', () => {
  expect(aligned(['0.001', '1', '12.5', '–'])).toEqual([
    '0.001',
    '1\u2008\u2007\u2007\u2007',
    '12.5\u2007\u2007',
    '–',
  ]);
  expect(aligned(['1', '20'])).toEqual(['1', '20']);
  expect(aligned(['± 0.1', '± 0.25'])).toEqual(['± 0.1\u2007', '± 0.25']);
});
