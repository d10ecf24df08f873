import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from './fixtures/data-folder.ts';
import { resolveDataset } from './resolve.ts';

const { write, table, refusal } = await dataFolder();

/** 40 patients of three rows each; the years go up, so that rows of one year stand together. */
await write(
  't.csv',
  csv(
    'patient,year,x,y',
    120,
    (i) => `P${i % 40},${2000 + Math.floor(i / 12)},${(i * 7) % 59},${i % 4 === 0 ? 'a' : 'b'}`,
  ),
);

describe('split by groups', () => {
  test('a group stays on one side, and is not learnt from', async () => {
    const { spec, content, report } = await resolveDataset(table({ path: 't.csv', group: 'patient' }));
    expect(spec).toMatchObject({ rule: 2, group: 'patient' });
    expect(report).toMatchObject({
      numbers: 2,
      categories: [],
      leftOut: [{ name: 'patient', why: 'splits the rows' }],
    });
    const open = await openTable(content!);
    for (const seed of [1, 2, 3]) {
      const { columns, train, validation, test: tested } = prepareTable(spec as TableSpec, [seed, 1], open);
      expect(columns!.map(({ name }) => name)).toEqual(['year', 'x']);
      // x names the patient: rows of one patient have x that are equal modulo the step of 40 rows.
      expect(train.count + validation.count + tested.count).toBe(120);
      expect([train.count, validation.count, tested.count].every((count) => count % 3 === 0)).toBe(true);
    }
  });

  test('no group, groups that can’t be dealt, one that is missing', async () => {
    expect(await refusal({ path: 't.csv', group: 'pateint' })).toContain(
      'has no column `pateint` (dataset.split.group). Did you mean `patient`?',
    );
    await write(
      'few.csv',
      csv('g,x,y', 40, (i) => `${i % 4 === 0 ? 1 : 2},${(i * 7) % 39},${i % 4 === 0 ? 'a' : 'b'}`),
    );
    expect(await refusal({ path: 'few.csv', group: 'g' })).toContain(
      "[groups_not_split] The groups of `g` can't be split: no split of 2 groups",
    );
    await write(
      'gap.csv',
      csv('g,x,y', 40, (i) => `${i === 7 ? '' : i},${(i * 7) % 39},${i % 4 === 0 ? 'a' : 'b'}`),
    );
    expect(await refusal({ path: 'gap.csv', group: 'g' })).toContain(
      '[missing_split] Column `g` of …/gap.csv, by which rows are split, is missing in 1 of 40 rows.',
    );
  });
});

describe('split by time', () => {
  test('the past is trained on; the same in every replicate', async () => {
    const { spec, content, report } = await resolveDataset(
      table({ path: 't.csv', time: 'year', drop: ['patient'] }),
    );
    expect(spec).toMatchObject({ rule: 2, time: 'year' });
    expect(report!.split).toEqual({ train: 72, validation: 24, test: 24 });
    const open = await openTable(content!);
    const one = prepareTable(spec as TableSpec, [1, 1], open);
    const other = prepareTable(spec as TableSpec, [2, 2], open);
    expect(other.train.labels).toEqual(one.train.labels);
  });

  test('dates, as `dates` reads them', async () => {
    await write(
      'd.csv',
      csv('day,x,y', 60, (i) => `2004-0${1 + (i % 9)}-12,${(i * 7) % 59},${i % 4 === 0 ? 'a' : 'b'}`),
    );
    expect(await refusal({ path: 'd.csv', time: 'day' })).toContain(
      "[no_times] Column `day` of …/d.csv, by which rows are split, does not hold times: '2004-01-12' on line 2. Write `dates: [day]`",
    );
    const { report } = await resolveDataset(
      table({ path: 'd.csv', time: 'day', dates: [{ column: 'day', format: null }] }),
    );
    expect(report).toMatchObject({ numbers: 1 });
  });

  test('a class that is not in the past, or not in the rows to test on', async () => {
    await write(
      'new.csv',
      csv('t,x,y', 60, (i) => `${i},${(i * 7) % 59},${i > 50 ? 'c' : i % 4 === 0 ? 'a' : 'b'}`),
    );
    expect(await refusal({ path: 'new.csv', time: 't' })).toContain(
      "[class_not_in_split] Split by `t`, train rows have none of the target's 'c'. Give train a larger share",
    );
  });
});

test('the fingerprint of a table that is split by chance is what it was', async () => {
  const { spec } = await resolveDataset(table({ path: 't.csv', drop: ['patient'] }));
  expect(Object.keys(spec)).toEqual([
    'kind',
    'content',
    'target',
    'positive',
    'categorical',
    'scale',
    'split',
    'balance',
  ]);
});
