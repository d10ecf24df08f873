import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

let place: Workplace;

/** Three sweeps called `tiny` (ids 1 to 3): the first of 12 trials, the others of 18 and 24. */
beforeAll(async () => {
  place = await openWorkplace();
  for (const [i, epochs] of ['[1, 2]', '[1, 2, 3]', '[1, 2, 3, 4]'].entries()) {
    await place.write(`tiny-${i + 1}.yaml`, TINY.replace('[1, 2]', epochs));
    expect(await place.sweep('run', `tiny-${i + 1}.yaml`)).toMatchObject({ code: 0 });
  }
});
afterAll(() => place.remove());

const SEVERAL =
  'note  3 sweeps are called tiny: this is tiny_3 (id 3). Name another by its id: 2 is tiny_2, 1 is tiny.';

test.each([
  [['top', 'tiny'], 'tiny_3 (id 3), in SQL: sweep_tiny_3'],
  [['show', 'tiny'], ''],
  [['trials', 'tiny'], ''],
  [['resume', 'tiny'], 'tiny_3: this sweep was run before, all of its 24 trials are done.'],
  [['pause', 'tiny'], 'tiny_3 is completed'],
  [['cancel', 'tiny'], 'tiny_3 is completed'],
  [['watch', 'tiny'], 'tiny_3 is done'],
  [['export', 'tiny', '--to', 'new.csv'], 'Wrote 24 trials of tiny_3'],
])('sweep %j means the newest, and says that there are others', async (args, said) => {
  const { err } = await place.sweep(...args);
  expect(err).toContain(SEVERAL);
  expect(err).toContain(said);
});

test.each([
  ['1', 12],
  ['tiny_2', 18],
  ['tiny_3', 24],
])('%s is one of them, without a word', async (word, trials) => {
  const { out, err } = await place.sweep('show', word);
  expect(out).toContain(`${trials} trials planned`);
  expect(err).toBe('');
});

test('what is printed of an old one leads back to it', async () => {
  const { err } = await place.sweep('run', 'tiny-1.yaml');
  expect(err).toContain('tiny (id 1): this sweep was run before');
  expect(err).toContain('sweep top 1 -n 20');
  expect(err).toContain('select * from sweep_tiny limit 5');
  expect((await place.sweep('show', '1')).out).toContain('sweep export 1 --to trials.csv');
  const submitted = await place.sweep('submit', 'tiny-1.yaml');
  expect(submitted.out).toBe('1\n');
});

test('a query of an old one’s view says whose it is', async () => {
  const { out, err } = await place.sweep('sql', '-f', 'csv', 'select count(*) as n from sweep_tiny');
  expect(out).toBe('n\n12\n');
  expect(err).toBe('note  sweep_tiny is of tiny (id 1); that of tiny_3 (id 3) is sweep_tiny_3.\n');
  expect((await place.sweep('sql', 'select count(*) as n from sweep_tiny_3')).err).toBe('');
});

test('rm asks which, and deletes the one of that id', async () => {
  const refused = await place.sweep('rm', 'tiny', '--yes');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain(
    'error[ambiguous_sweep] 3 sweeps are called tiny: tiny_3 (id 3), tiny_2 (id 2), tiny (id 1).',
  );
  expect((await place.sweep('rm', '1', '--yes')).err).toBe('Deleted tiny (id 1) with 12 results.\n');
  expect((await place.sweep('rm', 'tiny_2', '--yes')).err).toBe('Deleted tiny_2 with 18 results.\n');
  // The one that is left is meant by the name, though its slug has a number.
  expect(await place.sweep('top', 'tiny')).toMatchObject({ code: 0 });
  expect((await place.sweep('rm', 'tiny', '--yes')).err).toBe('Deleted tiny_3 with 24 results.\n');
});

test('commands that are printed go to the store and the settings that were given', async () => {
  await place.write('own settings.yaml', 'store: settled\n');
  const other = ['--store', 'other store'];
  const run = await place.sweep('run', 'tiny-1.yaml', ...other);
  for (const command of ['top tiny -n 20', 'export tiny --to trials.parquet', 'db']) {
    expect(run.err).toContain(`sweep ${command} --store 'other store'\n`.replace('\n', ''));
  }
  expect((await place.sweep('show', 'tiny', ...other)).out).toContain("sweep top tiny --store 'other store'");
  expect((await place.sweep('show', 'tinny', ...other)).err).toContain(
    "See `sweep list --store 'other store'`.",
  );
  const settled = await place.sweep('run', 'tiny-1.yaml', '--config', 'own settings.yaml');
  expect(settled.err).toContain("sweep db --config 'own settings.yaml'");
  expect((await readdir(place.folder)).toSorted()).toEqual(
    expect.arrayContaining(['other store', 'settled']),
  );
});
