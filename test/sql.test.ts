/** SQL stands in the store alone: what a screen asks is a method of its `Reading`, so that tables may change. */

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where a query may be put to the store, or its driver be opened, by file or folder. */
const EXCEPTIONS = [
  { where: 'packages/store/', reason: 'it is the store' },
  { where: 'packages/cli/src/command/sql.ts', reason: 'the user’s own SQL' },
  { where: 'packages/dashboard/src/route/sql.ts', reason: 'the user’s own SQL' },
  { where: 'test/', reason: 'it judges the rows behind the back of what it tests' },
  { where: 'bench/', reason: 'it measures views and tables as people and Postgres see them' },
];
// The query of a request is none of SQL.
const ASKS = /(?<!req|request)\.query\(|['"](pg|kysely|@electric-sql\/pglite)['"]/;

const files = globSync('{packages/*/src,test,bench}/**/*.ts', { cwd: new URL('..', import.meta.url) });
const asking = files.filter((file) =>
  ASKS.test(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
);

test('no file outside the store asks it in SQL', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(asking.filter((file) => !EXCEPTIONS.some(({ where }) => file.startsWith(where)))).toEqual([]);
});

test.each(EXCEPTIONS)('$where is an exception with need: $reason', ({ where }) => {
  expect(asking.some((file) => file.startsWith(where))).toBe(true);
});
