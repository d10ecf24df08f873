import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { hostOf, isLoopback, isOurHost } from './host.ts';

test.each([
  ['127.0.0.1:4000', true],
  ['localhost', true],
  ['LOCALHOST:80', true],
  ['[::1]:4000', true],
  // An address is nobody's name: no other site can make it its own.
  ['10.0.0.5:4000', true],
  [`${hostname()}:4000`, true],
  ['sweeps.example.org', true],
  ['evil.example', false],
  ['127.0.0.1.evil.example:4000', false],
  ['localhost.evil.example', false],
  ['evil.example#@localhost', false],
  ['', false],
  [undefined, false],
])('the host %s may be asked: %s', (authority, may) => {
  expect(isOurHost(authority, ['sweeps.example.org'])).toBe(may);
});

test('hosts are told from ports', () => {
  expect(['a:1', 'a', '[::1]:2', '[::1]', '1.2.3.4:5'].map(hostOf)).toEqual([
    'a',
    'a',
    '::1',
    '::1',
    '1.2.3.4',
  ]);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.0.0.1.example', false],
])('%s is of this machine alone: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is);
});
