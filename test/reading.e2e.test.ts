/** Files whose sweeps began with a version that read tables otherwise. */

import { newSweep } from '@latentsweep/app';
import { readSweepFile, resolveDataset, storedDefinition } from '@latentsweep/coordinator';
import { openStore } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

/** `id` only numbers the rows, and `c` has a word for what is missing: both are read otherwise today. */
const CSV = `id,a,c,y\n${Array.from({ length: 200 }, (_, i) => `${i},${(i * 7) % 31},${i % 5 ? (i * 3) % 4 : '?'},${i % 4 ? 0 : 1}`).join('\n')}\n`;
const FILE = TINY.replace('name: tiny', 'name: old').replace(
  /dataset: .*/,
  'dataset: { path: t.csv, target: y, categorical: [c] }',
);

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
  await place.write('t.csv', CSV);
  await place.write('old.yaml', FILE);
});
afterEach(() => place.remove());

/** The sweep of a file as an older version recorded it: without the keys of today. */
async function recordAsBefore(file: string): Promise<void> {
  const parsed = await readSweepFile(file, { engines: ENGINES });
  const { header, columns, encoding, keep, missing, decimal, dates, reading, ...bare } = parsed.definition
    .dataset as unknown as Record<string, unknown>;
  const definition = { ...parsed.definition, dataset: bare as never };
  const dataset = await resolveDataset(storedDefinition({ definition }).dataset, {
    chooseRule: async () => 1,
  });
  const store = await openStore({ location: '.latentsweep' });
  await store.createSweep(
    newSweep({ ...parsed, definition, dataset }, { id: 'simd@1', traits: { exact: true } }, 12),
  );
  await store.close();
}

const sweeps = async () =>
  (JSON.parse((await place.sweep('list', '-f', 'json')).out) as { slug: string }[]).map(({ slug }) => slug);

test('they go on with the table as it was read, unchanged and extended', async () => {
  await recordAsBefore('old.yaml');
  const { code, err } = await place.sweep('run', 'old.yaml');
  expect(err).toContain('old began with an older version, and its table goes on to be read as then');
  expect(err).toContain('old: goes on: 0 of 12 trials are done.');
  expect(err).not.toContain('is left out');
  expect(code).toBe(0);
  const extended = await place.sweep('run', 'old.yaml', '--replicates', '3');
  expect(extended.err).toContain('12 of them taken over from earlier sweeps');
  expect((await place.sweep('run', 'old.yaml', '--replicates', '3')).err).toContain('Nothing needs to run');
  expect((await sweeps()).toSorted()).toEqual(['old', 'old_2']);
});

test('also where the table would be refused today', async () => {
  const priced = CSV.replaceAll(/^(\d+),(\d+),/gm, '$1,$$$2.50,').replace('id,a', 'id,a');
  await place.write('t.csv', priced);
  await recordAsBefore('old.yaml');
  expect((await place.sweep('validate', 'old.yaml')).err).toContain('dressed_numbers');
  expect((await place.sweep('run', 'old.yaml')).err).toContain('goes on: 0 of 12 trials are done.');
});

test('but under another name, by a key of today or on other data they are read anew', async () => {
  await recordAsBefore('old.yaml');
  const read = async (...set: string[]) => (await place.sweep('plan', 'old.yaml', ...set)).err;
  expect(await read('--set', 'name=other')).toContain('is left out');
  expect(await read('--set', 'dataset.missing=[]')).toContain('is left out');
  await place.write('t.csv', CSV.replace('30', '29'));
  expect(await read()).toContain('is left out');
});
