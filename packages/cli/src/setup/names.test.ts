import { InputError } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { busPrefix, databaseName, hostName, hostNames, inUrl, workerName } from './names.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return 'none';
};

test.each(['gpu-1', 'a', '7', 'lab_2-b', 'x'.repeat(40)])("'%s' names a worker", (name) => {
  expect(workerName(name)).toBe(name);
});

test.each([
  '',
  '.',
  '..',
  '../x',
  'a/b',
  'A',
  'a b',
  '-a',
  'a-',
  'a.b',
  'a*',
  '>',
  'a\n',
  'ä',
  'x'.repeat(41),
])("'%s' names no worker", (name) => expect(codeOf(() => workerName(name))).toBe('bad_worker_name'));

test('a worker cannot take the name of another role', () => {
  expect(codeOf(() => workerName('coordinator'))).toBe('bad_worker_name');
  expect(codeOf(() => workerName('reader'))).toBe('bad_worker_name');
});

test.each(['127.0.0.1', '::1', 'nats', 'nats.example.org', 'NATS-1.lab', '2001:db8::1', '1host.lab'])(
  "'%s' is a host",
  (host) => expect(hostName('--nats-host')(host)).toBe(host),
);

test.each([
  '',
  'a:4222',
  'tls://a',
  'a b',
  '10.0.0.256',
  '10.0.0',
  '[::1]',
  '-a',
  'a..b',
  'a_b',
  '*',
  'a"b',
  'a\nb',
])("'%s' is no host", (host) => expect(codeOf(() => hostName('--nats-host')(host))).toBe('bad_host'));

test('hosts come separated by commas', () => {
  expect(hostNames('--hosts')('a.org, 10.0.0.5')).toEqual(['a.org', '10.0.0.5']);
  expect(codeOf(() => hostNames('--hosts')('a.org,,b.org'))).toBe('bad_host');
});

test('what passes is safe in file names, subjects, quotes and URLs', () => {
  const readers = [workerName, hostName('--nats-host'), databaseName, busPrefix];
  fc.assert(
    fc.property(fc.constantFrom(...readers), fc.string({ unit: 'binary' }), (read, text) => {
      if (codeOf(() => read(text)) === 'none') expect(text).toMatch(/^[\w.:-]+$/);
    }),
  );
  expect(inUrl('::1')).toBe('[::1]');
  expect(inUrl('nats.lab')).toBe('nats.lab');
  expect(codeOf(() => databaseName('a"; drop'))).toBe('bad_option');
  expect(codeOf(() => databaseName('Results'))).toBe('bad_option');
  expect(codeOf(() => busPrefix('a.b'))).toBe('bad_option');
});
