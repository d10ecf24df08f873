import { expect, test } from 'vitest';
import { cameFrom, refuseCrossSite } from './origin.ts';

const host = '127.0.0.1:4000';

test.each([
  ['a page of ours', { site: 'same-origin' }, 'us'],
  ['a typed address', { site: 'none' }, 'us'],
  ['another site', { site: 'cross-site', origin: `http://${host}` }, 'elsewhere'],
  ['another port of this host', { site: 'same-site' }, 'elsewhere'],
  ['a page of ours, over plain HTTP', { origin: `http://${host}` }, 'us'],
  ['a page behind a proxy', { origin: 'https://sweeps.example.org' }, 'us'],
  ['another site, over plain HTTP', { origin: 'http://evil.example' }, 'elsewhere'],
  ['another port, over plain HTTP', { origin: 'http://127.0.0.1:5000' }, 'elsewhere'],
  ['a file or a frame without an origin', { origin: 'null' }, 'elsewhere'],
  ['a program', {}, 'unknown'],
] as const)('%s', (_, said, from) => {
  const asking = { method: 'GET', site: undefined, origin: undefined, host, ...said };
  expect(cameFrom(asking, ['sweeps.example.org'])).toBe(from);
});

test('what a browser sends by itself acts for our pages alone', () => {
  const from = (method: string, byCookie: boolean) => () =>
    refuseCrossSite({ method, site: undefined, origin: undefined, host }, [], byCookie);
  expect(from('POST', true)).toThrow(expect.objectContaining({ code: 'cross_site' }));
  for (const may of [from('POST', false), from('GET', true), from('GET', false)]) expect(may).not.toThrow();
});
