import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { write, table } = await dataFolder();

const x = (i: number) => (i * 7) % 60;
const y = (i: number) => (i < 20 ? 'a' : 'b');

async function read(content: string, given: Partial<TableDefinition> = {}) {
  await write('t.csv', content);
  return readTable({ path: 't.csv', ...given });
}

async function readTable(given: Partial<TableDefinition>) {
  const { content, notes } = await resolveDataset(table(given));
  return {
    names: tableFromIPC(content!).schema.names,
    notes: notes.filter(({ code }) => code !== 'telling_column').map(({ code, hint }) => `${code}: ${hint}`),
  };
}

const LEFT_OUT = { names: ['x', 'y'], notes: [expect.stringContaining('index_left_out')] };

describe('left out, with a note', () => {
  test.for([
    ['a data frame’s index', ',x,y', (i: number) => i],
    ['one that was shuffled or cut', ',x,y', (i: number) => (i * 11) % 97],
    ['one that was read and written again', 'Unnamed: 0,x,y', (i: number) => i],
    ['names of rows', ',x,y', (i: number) => `row ${i}`],
    ['numbers from 1', 'id,x,y', (i: number) => i + 1],
    ['numbers in another order', 'PassengerId,x,y', (i: number) => ((i * 7) % 60) + 1],
    ['a key that goes up with gaps', 'customer_id,x,y', (i: number) => 1000 + 3 * i + (i % 2)],
    ['a counter', 'No,x,y', (i: number) => i + 1],
    ['R’s X', 'X,x,y', (i: number) => i + 1],
    ['a sharp', '#,x,y', (i: number) => i],
  ] as const)('%s', async ([, header, value]) => {
    const content = csv(header, 60, (i) => `${value(i)},${x(i)},${y(i)}`);
    expect(await read(content)).toEqual(LEFT_OUT);
  });

  test('names of rows over which the header has no cell, as R writes them', async () => {
    const named = csv('x,y', 60, (i) => `"Mazda ${i}",${x(i)},${y(i)}`);
    expect(await read(named)).toEqual(LEFT_OUT);
    const counted = csv('"x" "y"', 60, (i) => `"${i + 1}" ${x(i)} "${y(i)}"`);
    expect(await read(counted)).toEqual(LEFT_OUT);
  });

  test('a column that counts in a file without a header', async () => {
    const glass = csv('', 60, (i) => `${i + 1},${x(i)},${y(i)}`).slice(1);
    expect(await read(glass, { header: false, target: 'column 3' })).toEqual({
      names: ['column 2', 'column 3'],
      notes: [expect.stringContaining('`keep: [column 1]`')],
    });
    expect(await read(glass, { header: false, columns: ['t', 'x', 'y'] })).toMatchObject({
      names: ['t', 'x', 'y'],
      notes: [expect.stringContaining('counts_rows')],
    });
  });

  test('the index that pandas writes into Parquet and JSON, and through a select', async () => {
    const select = 'select i as __index_level_0__, (i * 7) % 60 as x, i < 20 as y from range(60) t(i)';
    expect(await readTable({ select })).toEqual(LEFT_OUT);
    await write(
      't.json',
      JSON.stringify(Array.from({ length: 60 }, (_, i) => ({ index: i, x: x(i), y: y(i) }))),
    );
    expect(await readTable({ path: 't.json' })).toEqual(LEFT_OUT);
  });
});

describe('kept', () => {
  const index = csv(',x,y', 60, (i) => `${i},${x(i)},${y(i)}`);

  test('as the note says', async () => {
    const { notes } = await read(index);
    expect(notes).toEqual([
      'index_left_out: Write `keep: [column 1]` to learn from it, or `drop: [column 1]` to leave it out without a word.',
    ]);
    expect(await read(index, { keep: ['column 1'] })).toEqual({ names: ['column 1', 'x', 'y'], notes: [] });
    expect(await read(index, { drop: ['column 1'] })).toEqual({ names: ['x', 'y'], notes: [] });
    expect(await read(index, { keep: null })).toEqual({ names: ['column 1', 'x', 'y'], notes: [] });
  });

  test.for([
    ['a key that comes again', 'region_id,x,y', (i: number) => i % 5],
    ['a key out of order', 'id,x,y', (i: number) => ((i * 7) % 60) * 3],
    ['fractions', 'id,x,y', (i: number) => i / 2],
    ['a counter with gaps', 'no,x,y', (i: number) => i * 2],
    ['a word that ends like a key', 'humid,x,y', (i: number) => i * 2],
  ] as const)('%s, without a note', async ([, header, value]) => {
    const content = csv(header, 60, (i) => `${value(i)},${x(i)},${y(i)}`);
    expect(await read(content)).toEqual({ names: header.split(','), notes: [] });
  });

  test('a feature that counts the rows, with a note', async () => {
    const time = csv('time,x,y', 60, (i) => `${i},${x(i)},${y(i)}`);
    expect(await read(time)).toEqual({
      names: ['time', 'x', 'y'],
      notes: [
        'counts_rows: If it only numbers them, write `drop: [time]`; `keep: [time]` says that it means something.',
      ],
    });
    expect((await read(time, { keep: ['time'] })).notes).toEqual([]);
  });
});

test('what the note says to write is YAML, whatever the name', async () => {
  const { notes } = await read(csv('Unnamed: 0,#,id,x,y', 60, (i) => `${i},${i},${i},${x(i)},${y(i)}`));
  expect(notes).toEqual([
    expect.stringContaining('`keep: ["Unnamed: 0"]`'),
    expect.stringContaining('`keep: ["#", id]`'),
  ]);
});

test('a name in `keep` that is not there', async () => {
  await write(
    't.csv',
    csv('x,y', 60, (i) => `${x(i)},${y(i)}`),
  );
  await expect(resolveDataset(table({ path: 't.csv', keep: ['xx'] }))).rejects.toThrow(
    'has no column `xx` (dataset.keep)',
  );
});
