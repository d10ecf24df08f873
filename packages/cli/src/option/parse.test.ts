import { InputError } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { collect, oneOf, wholeNumber } from './parse.ts';

const errorOf = (run: () => unknown): InputError => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
};

test('whole numbers in range are taken', () => {
  expect(wholeNumber('--slots', 1)('4')).toBe(4);
  expect(wholeNumber('--seed', 0)('0')).toBe(0);
});

test.each(['0', '-1', '1.5', '1e3', 'four', '', ' 4', '99999999999999999999'])(
  "'%s' is no number of slots",
  (text) => {
    const error = errorOf(() => wholeNumber('--slots', 1)(text));
    expect(error.code).toBe('bad_option');
    expect(error.message).toBe(`--slots takes a whole number of at least 1, not '${text}'.`);
  },
);

test('a choice that is not there names the choices and the nearest one', () => {
  const format = oneOf('--format', ['table', 'json', 'csv']);
  expect(format('csv')).toBe('csv');
  const error = errorOf(() => format('jsn'));
  expect(error.message).toBe("--format takes table, json, csv, not 'jsn'.");
  expect(error.hint).toBe('Did you mean --format json?');
  expect(errorOf(() => format('xml')).hint).toBe('For example: --format table');
});

test('a repeated option keeps all its values in order', () => {
  expect(collect('b=2', collect('a=1'))).toEqual(['a=1', 'b=2']);
});
