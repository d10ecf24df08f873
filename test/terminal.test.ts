/** A terminal stands in the command line alone: what the program can do is there for a page or a test as well. */

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where the streams of the process, codes that colour or move a cursor, or commander may be, by file or folder. */
const EXCEPTIONS = [
  { where: 'packages/cli/', reason: 'it is the command line' },
  { where: 'packages/app/src/doctor/probe.ts', reason: 'a process of its own, which reports on stdout' },
  {
    where: 'packages/engine-tfjs/src/setup/check.ts',
    reason: 'a process of its own, which reports on stdout',
  },
  {
    where: 'packages/engine-tfjs/src/backend/quiet.ts',
    reason: 'gives on what a library wrote there itself',
  },
];
const SPEAKS = /process\.(stdin|stdout|stderr)\b|\\u001[bB]\[|\\x1[bB]\[|['"]commander['"]/;

const files = globSync('packages/*/src/**/*.ts', { cwd: new URL('..', import.meta.url) }).filter(
  (file) => !/\.test\.ts$|\/fixtures\//.test(file),
);
const speaking = files.filter((file) =>
  SPEAKS.test(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
);

test('no file outside the command line speaks to a terminal', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(speaking.filter((file) => !EXCEPTIONS.some(({ where }) => file.startsWith(where)))).toEqual([]);
});

test.each(EXCEPTIONS)('$where is an exception with need: $reason', ({ where }) => {
  expect(speaking.some((file) => file.startsWith(where))).toBe(true);
});
