import { openTable, prepareTable, type SplitRule, type TableSpec } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { csv, dataFolder } from './fixtures/data-folder.ts';
import type { TableReport } from './report.ts';
import { resolveDataset } from './resolve.ts';
import type { TableDefinition } from './source.ts';

const { write, table } = await dataFolder();

async function resolved(content: string, given: Partial<TableDefinition> = {}, rule: SplitRule = 2) {
  await write('t.csv', content);
  const asked: Readonly<Record<SplitRule, string>>[] = [];
  const dataset = await resolveDataset(table({ path: 't.csv', ...given }), {
    chooseRule: async (fingerprints) => {
      asked.push(fingerprints);
      return rule;
    },
  });
  return { ...dataset, asked, spec: dataset.spec as TableSpec, report: dataset.report as TableReport };
}

/** The code of what is refused. */
const refusal = (...args: Parameters<typeof resolved>) =>
  resolved(...args).then(
    () => 'read',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );

/** `rare` rows of the class `yes` of which `equal` are equal, among 200 of `no`; all but those differ. */
const rows = (rare: number, equal: number) =>
  csv('x,y', 200 + rare, (i) => `${i < equal ? 0 : i},${i < rare ? 'yes' : 'no'}`);
const DISTINCT = rows(20, 1);

test('on rows that all differ the rules agree: nothing is asked, and the fingerprint is that of older versions', async () => {
  const { spec, asked, fingerprint } = await resolved(DISTINCT);
  expect(spec).not.toHaveProperty('rule');
  expect(asked).toEqual([]);
  expect(fingerprint).toBe('79c71bbba329484a657bc59351847f12b958ba881f20d672eb0c1b4518324033');
});

test('where rows are equal a new sweep goes by rule 2, and rule 1 keeps its fingerprint', async () => {
  const second = await resolved(rows(24, 18));
  expect(second.spec.rule).toBe(2);
  expect(second.asked).toEqual([
    { 1: '75b59aef2f4f5090817c0825ec7d37e2c6170db04e828a3830163522aface366', 2: second.fingerprint },
  ]);
  const first = await resolved(rows(24, 18), {}, 1);
  expect(first.spec).not.toHaveProperty('rule');
  expect(first.fingerprint).toBe(second.asked[0]![1]);
});

test.each([
  [24, 18, [18, 3, 3]],
  [52, 50, [50, 1, 1]],
])(
  'of %i rare rows of which %i are equal, each split has some in every replicate',
  async (rare, equal, counts) => {
    const { spec, content, report } = await resolved(rows(rare, equal));
    const [train, validation, held] = counts;
    expect(report.classes[1]).toMatchObject({
      name: 'yes',
      rows: rare,
      distinct: rare - equal + 1,
      split: { train, validation, test: held },
    });
    for (let seed = 0; seed < 20; seed++) {
      const data = prepareTable(spec, [seed, 1], await openTable(content!));
      const found = [data.train, data.validation, data.test].map(
        ({ labels }) => labels.filter((label) => label === 1).length,
      );
      expect(found).toEqual(counts);
    }
  },
);

test('a class of one distinct row is refused for any number of classes, of two for two classes', async () => {
  const three = (equal: string) => csv('x,y', 208, (i) => `${i < 8 ? equal : i},${i < 8 ? 'c' : i % 2}`);
  expect(await refusal(three('0'))).toBe(
    "class_too_small: Class 'c' of the target `y` has 1 different row (8 in all; equal rows count once); it needs at least 2 to be trained on and tested.",
  );
  // A sweep that began with it goes on.
  expect(await refusal(three('0'), {}, 1)).toBe('read');
  expect(await refusal(rows(9, 8))).toContain(
    'has 2 different rows (9 in all; equal rows count once); it needs at least 3',
  );
  expect(await refusal(rows(9, 8), { split: { train: 0.8, validation: 0, test: 0.2 } })).toBe('read');
});

test('of three classes one of two different rows is trained on and tested, and that it is not validated is said', async () => {
  const { spec, content, report, notes } = await resolved(
    csv('x,y', 208, (i) => `${i < 8 ? i % 2 : i},${i < 8 ? 'c' : i % 2 === 0 ? 'a' : 'b'}`),
    { split: { train: 0.8, validation: 0.1, test: 0.1 } },
  );
  expect(report.classes[2]).toMatchObject({
    name: 'c',
    distinct: 2,
    split: { train: 4, validation: 0, test: 4 },
  });
  expect(notes).toMatchObject([
    {
      code: 'class_not_validated',
      message: expect.stringContaining("class 'c'"),
      hint: 'Metrics that begin with val_ are over 2 of 3 classes.',
    },
  ]);
  const { validation, test: held } = prepareTable(spec, [5, 1], await openTable(content!));
  expect([new Set(validation.labels).size, new Set(held.labels).size]).toEqual([2, 3]);
});

test('`positive` names class 1 and nothing else: the smaller class is rebalanced', async () => {
  const { spec, content, report } = await resolved(DISTINCT, { positive: 'no' });
  expect(spec).toMatchObject({ positive: 'no', rule: 2 });
  expect(report).toMatchObject({ positive: 'no', rebalanced: ['yes'] });
  expect(prepareTable(spec, [1, 1], await openTable(content!))).toMatchObject({
    classNames: ['yes', 'no'],
    majority: 1,
  });
  const before = await resolved(DISTINCT, { positive: 'no' }, 1);
  expect(before.report).toMatchObject({ positive: 'no', rebalanced: ['no'] });
  expect(prepareTable(before.spec, [1, 1], await openTable(before.content!)).majority).toBe(0);
});

test('of two classes of one size the positive one counts as rare', async () => {
  const even = csv('x,y', 60, (i) => `${i},${i % 2 === 0 ? 'a' : 'b'}`);
  for (const positive of ['a', 'b']) {
    expect((await resolved(even, { positive })).report).toMatchObject({ positive, rebalanced: [positive] });
  }
});
