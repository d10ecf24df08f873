import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from './fixtures/data-folder.ts';
import { resolveDataset } from './resolve.ts';

const { write, table, notes, refusal } = await dataFolder();

const told = async (text: string, given = {}) => {
  await write('t.csv', text);
  return (await notes({ path: 't.csv', ...given })).join('\n');
};

describe('what may be a slip is said', () => {
  test('labels that differ in capitals or blanks', async () => {
    const text = csv('x,y', 90, (i) => `${(i * 7) % 89},${['yes', 'Yes', 'no way', ' noway'][i % 4]}`);
    expect(await told(text)).toContain(
      "[labels_alike] Labels of the target `y` differ in capitals or blanks alone, and are classes of their own: 'yes' and 'Yes'; 'no way' and 'noway'",
    );
  });

  test('labels that stand for no value elsewhere', async () => {
    const labelled = (word: string) => csv('x,y', 90, (i) => `${(i * 7) % 89},${i % 9 ? i % 2 : word}`);
    expect(await told(labelled('NA'))).toContain(
      '[missing_label] The target `y` is \'NA\' in some rows, which is a class of its own If that means no value, write `missing: ["NA"]`, with all other words that do; `missing: []` says that it is a class.',
    );
    expect(await told(labelled('NA'), { missing: [] })).not.toContain('missing_label');
    expect(await told(labelled('-'))).not.toContain('missing_label');
  });

  test('names that do', async () => {
    const text = csv(
      'x,town,other,y',
      90,
      (i) => `${(i * 7) % 89},${['Bern', 'bern', 'Rom'][i % 3]},${['a', 'A'][i % 2]},${i % 4 ? 'b' : 'c'}`,
    );
    expect(await told(text)).toContain(
      "[names_alike] Names in column `town` of …/t.csv differ in capitals or blanks alone, and are levels of their own: 'Bern' and 'bern', and so it is in `other`",
    );
  });

  test('rows that are equal but for the class, where they are many', async () => {
    const row = (i: number) => `${i % 5 === 0 ? 1 : i},${i % 2 ? 'a' : 'b'}`;
    expect(await told(csv('x,y', 100, row))).toContain(
      '[contradictory_rows] 21 of 100 rows of …/t.csv equal a row of another class in all columns: nothing can tell them apart',
    );
    expect(await told(csv('x,y', 100, (i) => `${i % 50},${i % 50 < 25 ? 'a' : 'b'}`))).not.toContain(
      'contradictory',
    );
  });

  test('categories of many levels', async () => {
    const text = csv('x,zip,y', 300, (i) => `${(i * 7) % 299},Z${i % 100},${i % 4 ? 'a' : 'b'}`);
    expect(await told(text)).toContain(
      '[many_levels] Column `zip` of …/t.csv is a category of 100 levels with 3 rows each on average, a feature a level',
    );
  });
});

test('2,000 categories are refused, however often they recur', async () => {
  await write(
    't.csv',
    csv('x,zip,y', 8000, (i) => `${i % 997},Z${i % 2000},${i % 4 ? 'a' : 'b'}`),
  );
  expect(await refusal({ path: 't.csv' })).toContain(
    '[too_many_levels] Column `zip` of …/t.csv is text with 2,000 different values in 8,000 rows. A category has at most 255',
  );
});

test('a column of one category a row is refused, also where an ARFF declares it', async () => {
  const codes = Array.from({ length: 60 }, (_, i) => 1000 + i);
  const rows = codes.map((code, i) => `${code},${(i * 7) % 59},${i % 4 ? 'a' : 'b'}`);
  await write(
    't.arff',
    `@attribute code {${codes}}\n@attribute x numeric\n@attribute y {a,b}\n@data\n${rows.join('\n')}`,
  );
  expect(await refusal({ path: 't.arff' })).toContain(
    '[too_many_levels] Column `code` of …/t.arff is text with 60 different values in 60 rows.',
  );
  const { report } = await resolveDataset(table({ path: 't.arff', categorical: ['code'] }));
  expect(report).toMatchObject({ features: 61 });
});

test.for(['quantile', 'minmax'] as const)('values of 1e300 are scaled into [0, 1]: %s', async (scale) => {
  await write(
    't.csv',
    csv('x,z,y', 90, (i) => `${(i % 3) - 1}e300,${(i * 7) % 89},${i % 4 ? 'a' : 'b'}`),
  );
  const { spec, content } = await resolveDataset(table({ path: 't.csv', scale }));
  const { train } = prepareTable(spec as TableSpec, [1, 1], await openTable(content!));
  expect(train.features.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(new Set(train.features.filter((_, i) => i % 2 === 0)).size).toBe(3);
});

test('a file that ends in the middle of a row', async () => {
  const text = csv('x,z,y', 60, (i) => `${i},${(i * 7) % 59},${i % 4 ? 'a' : 'b'}`);
  await write('cut.csv', text.slice(0, text.lastIndexOf(',')));
  expect(await refusal({ path: 'cut.csv' })).toContain(
    '[ragged_row] Line 61 of …/cut.csv has 2 cells, the header has 3.',
  );
});
