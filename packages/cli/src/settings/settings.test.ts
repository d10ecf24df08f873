import { expect, test } from 'vitest';
import { isUrl } from './is-url.ts';
import { DEFAULTS, readSettings } from './settings.ts';

test('the option goes before the environment, which goes before the default', () => {
  const environment = { LATENTSWEEP_STORE: 'there' };
  expect(readSettings({ store: 'here' }, environment).store).toBe('here');
  expect(readSettings({}, environment)).toMatchObject({ store: 'there', storeGiven: true });
  expect(readSettings({}, {})).toEqual(DEFAULTS);
  expect(readSettings({}, { LATENTSWEEP_STORE: '' }).storeGiven).toBe(false);
});

test.each([
  [undefined, false],
  ['', false],
  ['0', false],
  ['1', true],
])('LATENTSWEEP_DEBUG=%s', (value, debug) => {
  expect(readSettings({}, { LATENTSWEEP_DEBUG: value }).debug).toBe(debug);
});

test('a URL is told from a directory', () => {
  expect(['postgres://h/db', 'postgresql://h/db', './postgres', 'C:\\data'].map(isUrl)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
