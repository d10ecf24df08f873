import { newSweep } from '@latentsweep/app';
import { readSweepFile, resolveDataset } from '@latentsweep/coordinator';
import { openStore } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

/** A class of 24 rows of which 18 are equal: the rules of splitting differ on it. */
const CSV = [
  'a,b,y',
  ...Array.from(
    { length: 224 },
    (_, i) => `${i < 18 ? 0 : i},${i < 18 ? 0 : (i * 13) % 11},${i < 24 ? 1 : 0}`,
  ),
  '',
].join('\n');
const FILE = TINY.replace('name: tiny', 'name: old').replace(
  /dataset: .*/,
  'dataset: { path: t.csv, target: y }',
);

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('t.csv', CSV);
  await place.write('old.yaml', FILE);
  await recordByTheFirstRule('old.yaml');
});
afterAll(() => place.remove());

/** The sweep of a file as an older version recorded it. */
async function recordByTheFirstRule(file: string): Promise<void> {
  const parsed = await readSweepFile(file, { engines: ENGINES });
  const dataset = await resolveDataset(parsed.definition.dataset, { chooseRule: async () => 1 });
  expect(dataset.spec).not.toHaveProperty('rule');
  const store = await openStore({ location: '.latentsweep' });
  await store.createSweep(newSweep({ ...parsed, dataset }, { id: 'simd@1', traits: { exact: true } }, 12));
  await store.close();
}

const rulesOf = async () => {
  const { out } = await place.sweep('sql', 'select slug, dataset_spec from sweeps order by id', '-f', 'json');
  return (JSON.parse(out) as { slug: string; dataset_spec: { rule?: number } }[]).map(
    ({ slug, dataset_spec }) => `${slug} ${dataset_spec.rule ?? 1}`,
  );
};

test('the file of a stored sweep goes on by the rule that it began with, and says so', async () => {
  const { code, err } = await place.sweep('run', 'old.yaml');
  expect(code).toBe(0);
  expect(err).toContain('note  old began with an older version, and goes on with its split');
  expect(err).toContain('old: goes on: 0 of 12 trials are done.');
  expect(await rulesOf()).toEqual(['old 1']);
});

test('so does the file once it is extended: only the difference is trained', async () => {
  const { err } = await place.sweep('run', 'old.yaml', '--replicates', '3');
  expect(err).toContain('12 of them taken over from earlier sweeps');
  expect(await rulesOf()).toEqual(['old 1', 'old_2 1']);
  expect((await place.sweep('resume', 'old_2')).err).toContain('Nothing needs to run');
});

test('under another name it is split by the rule of today, each split with the rare class', async () => {
  const { err } = await place.sweep('run', 'old.yaml', '--set', 'name=new');
  expect(err).toContain("'1' 24 (18 + 3 + 3)");
  expect(err).not.toMatch(/began with an older version|taken over/);
  expect(await rulesOf()).toEqual(['old 1', 'old_2 1', 'new 2']);
});

test('a sweep that was stopped is resumed by its own rule', async () => {
  await place.write('stopped.yaml', FILE.replace('name: old', 'name: stopped'));
  await recordByTheFirstRule('stopped.yaml');
  expect(await place.sweep('resume', 'stopped')).toMatchObject({ code: 0 });
  expect(await rulesOf()).toContain('stopped 1');
});
