import { expect, test } from 'vitest';
import { pathTo, routeOf, withWishes } from './route.ts';

test.each([
  ['', { page: 'sweeps' }],
  ['sweeps', { page: 'sweeps' }],
  ['sweeps/deck', { page: 'sweep', sweep: 'deck' }],
  ['sweeps/deck/', { page: 'sweep', sweep: 'deck' }],
  ['sweeps/deck/compare', { page: 'compare', sweep: 'deck' }],
  ['sweeps/deck/configs/ab12', { page: 'config', sweep: 'deck', hash: 'ab12' }],
  ['trials/12', { page: 'trial', id: '12' }],
  ['sql', { page: 'sql' }],
  ['sql/more', { page: 'unknown' }],
  ['trials', { page: 'unknown' }],
  ['sweeps/deck/configs', { page: 'unknown' }],
  ['sweeps/%E0%A4%A', { page: 'sweep', sweep: '%E0%A4%A' }],
])('%s is a page', (path, route) => expect(routeOf(path)).toEqual(route));

test('what a name holds stays in it', () => {
  const name = 'a/b?c#d "é';
  expect(routeOf(pathTo.sweep(name))).toEqual({ page: 'sweep', sweep: name });
  expect(routeOf(pathTo.config(name, 'x'))).toEqual({ page: 'config', sweep: name, hash: 'x' });
});

test('a query is changed in part', () => {
  const query = withWishes('?by=test_recall&where=arm+%3D+1', { where: "a = '&'", rows: 5, by: null });
  expect(query).toBe('?where=a+%3D+%27%26%27&rows=5');
  expect(withWishes(query, { where: '', rows: undefined })).toBe('');
});
