import { expect, test } from 'vitest';
import { moment } from './duration.ts';
import { bytes, count, metric, rate, short, signed } from './number.ts';

test.each([
  [0.734567, '0.7346'],
  [1, '1.0000'],
  [Number.NaN, 'NaN'],
  [null, '–'],
])('metric %s reads %s', (value, text) => {
  expect(metric(value)).toBe(text);
});

test.each([
  [0.0123, '+0.0123'],
  [-0.5, '-0.5000'],
  [0.00001, '0.0000'],
  [null, '–'],
])('difference %s reads %s', (value, text) => {
  expect(signed(value)).toBe(text);
});

test.each([
  [1, '1'],
  [0.0005, '0.0005'],
  [0.012345678, '0.01235'],
  [1e-9, '1e-9'],
  [123456, '123456'],
])('parameter %s reads %s', (value, text) => {
  expect(short(value)).toBe(text);
});

test('counts, rates and sizes', () => {
  expect(count(10_000_000)).toBe('10,000,000');
  expect([rate(0.123), rate(2.34), rate(23.4), rate(1234.5)]).toEqual(['0.12', '2.3', '23', '1,235']);
  expect([bytes(0), bytes(999), bytes(1_234_567)]).toEqual(['0 B', '999 B', '1.23 MB']);
});

test('a moment is in local time', () => {
  expect(moment(new Date(2026, 0, 2, 3, 4, 5))).toBe('2026-01-02 03:04:05');
});
