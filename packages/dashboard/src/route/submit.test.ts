import { REFERENCE } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { expect, test } from 'vitest';
import type { SubmitAnswer } from '../api.ts';
import { serving } from '../fixtures/server.ts';

const TEXT = `name: handed in
method: grid
metric: { name: test_accuracy }
replicates: 2
dataset: { kind: simulated, train: 40, validation: 20, test: 20 }
parameters:
  arm: { values: [oversample, vae_mixing] }
  epochs: { value: 2 }
`;

const postgres = (): Store => ({
  ...createMemoryStore(),
  location: { kind: 'postgres', url: 'postgresql://db/results', psql: '', folder: null },
});

async function submit(store: Store | null, text: unknown) {
  const { post } = await serving(store, { engines: [REFERENCE] });
  const answer = await post('/api/sweeps', { text });
  return { status: answer.status, answer: answer.json<SubmitAnswer>() };
}

test('a file is handed to the cluster of a Postgres, and once more it is the same sweep', async () => {
  const store = postgres();
  const { answer } = await submit(store, TEXT);
  expect(answer).toMatchObject({ word: 'handed_in', text: 'handed_in is submitted.', faults: [] });
  const { sweep } = await store.findSweep('handed_in');
  expect(sweep).toMatchObject({ onCluster: true, state: 'running', plannedTrials: 4, source: TEXT });
  const again = await submit(store, TEXT);
  expect(again.answer).toMatchObject({ word: 'handed_in', text: 'handed_in was there, and goes on.' });
  expect(await store.listSweeps()).toHaveLength(1);
});

test.each([
  ['one that is there', createMemoryStore()],
  ['one that is yet to be made', null],
])('with an embedded store, %s, it is checked, and what to type is said', async (_, store) => {
  const { answer } = await submit(store, TEXT);
  expect(answer.faults).toEqual([]);
  expect(answer).toMatchObject({ word: null, text: expect.stringContaining('`npx sweep run FILE`') });
  expect(answer.text).toContain('4 trials');
  expect((await store?.listSweeps()) ?? []).toEqual([]);
});

test('all faults come with their lines, and nothing is recorded', async () => {
  const store = postgres();
  const bad = TEXT.replace('vae_mixing', 'vae_mixxing').replace('epochs', 'epocs').replace('grid', 'gird');
  const { status, answer } = await submit(store, bad);
  expect([status, answer.word, answer.text]).toEqual([200, null, null]);
  expect(answer.faults.map(({ line }) => line)).toEqual(expect.arrayContaining([2, 7, 8]));
  for (const { message } of answer.faults) expect(message).not.toBe('');
  expect(await store.listSweeps()).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['a number', 7],
  ['no YAML', '{{{{'],
  ['markup', '<html><script>alert(1)</script></html>'],
  ['an alias bomb', `a: &a [x,x]\nb: &b [*a,*a]\n${'c: [*b,*b]\n'.repeat(5)}`],
  ['binary', '\u0000\u0001'],
])('%s is no sweep file, and that is said', async (_, text) => {
  const { status, answer } = await submit(postgres(), text);
  if (status === 200) expect(answer.faults.length).toBeGreaterThan(0);
  else expect([status, answer]).toMatchObject([400, { error: { code: 'bad_body' } }]);
});

test('more trials than anyone submits by accident are refused', async () => {
  const values = Array.from({ length: 1100 }, (_, i) => (i + 1) / 2000).join(', ');
  const { status, answer } = await submit(
    postgres(),
    `${TEXT}  minority_rate: { values: [${values}] }\n  dropout: { values: [${values}] }\n`,
  );
  expect([status, answer]).toMatchObject([400, { error: { code: 'too_many_trials' } }]);
});
