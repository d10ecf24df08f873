/** Engines are known by what they say of themselves: their names stand in their packages and in the registry alone. */

import { globSync, readFileSync } from 'node:fs';
import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';

/** Where a name may stand, by file or folder. */
const EXCEPTIONS = [
  { where: 'packages/engine-', reason: 'an engine knows its own name' },
  { where: 'packages/core/src/engine/reference/', reason: 'so does the reference' },
  { where: 'packages/worker/src/engines.ts', reason: 'it is the registry' },
  {
    where: 'packages/store/src/migration/0010-exact.sql',
    reason: 'rows from before engines said it themselves',
  },
  { where: 'packages/cli/src/command/submit.ts', reason: 'an example for people to copy' },
];

/** Names that are words of everyday count where they stand in quotes or in an id. */
const EVERYDAY = ['reference', 'tensorflow', 'wasm', 'cpu'];
const NAMES = ENGINES.flatMap(({ name, variants }) => [
  name,
  ...variants.flatMap(({ id }) => id.backend ?? []),
]);
const patterns = NAMES.map((name) => (EVERYDAY.includes(name) ? `'${name}['@]` : `\\b${name}\\b`));
const NAMED = new RegExp(patterns.join('|'));

const files = globSync('packages/*/src/**/*.{ts,sql}', { cwd: new URL('..', import.meta.url) }).filter(
  (file) => !/\.test\.ts$|\/(fixtures?|exam|testing)(\/|\.ts$)/.test(file),
);
const naming = files.filter((file) =>
  NAMED.test(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
);

test('no file outside names an engine or what it runs on', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(naming.filter((file) => !EXCEPTIONS.some(({ where }) => file.startsWith(where)))).toEqual([]);
});

test.each(EXCEPTIONS)('$where is an exception with need: $reason', ({ where }) => {
  expect(naming.some((file) => file.startsWith(where))).toBe(true);
});
