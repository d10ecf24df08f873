import { describe, expect, test } from 'vitest';
import { type CellReading, PLAIN_READING, readCells, type WantedColumn } from './cells.ts';
import { dataFolder } from './fixtures/data-folder.ts';

const { folder, write } = await dataFolder();

/** The cells of column `x`, as a model has it. */
async function read(
  file: string,
  text: string,
  kind: WantedColumn['kind'],
  reading: Partial<CellReading> = {},
) {
  const path = await write(file, text);
  const { cells } = await readCells({ path, folder }, { ...PLAIN_READING, ...reading }, [
    { name: 'x', kind },
  ]);
  return Array.from(cells[0] as Iterable<number | string | null>);
}

const json = (value: string, kind: WantedColumn['kind']) =>
  read('t.json', `[{"x": ${value}, "z": 1}, {"x": null, "z": 2}]`, kind);

describe('rows to predict', () => {
  test.for([
    ['30', 'number', [30, Number.NaN]],
    ['"30"', 'number', [30, Number.NaN]],
    ['30', 'numeric', ['30', null]],
    ['"Rom"', 'text', ['Rom', null]],
    ['3', 'text', ['3', null]],
    ['"2024-01-01"', 'text', ['2024-01-01', null]],
    ['true', 'boolean', ['true', null]],
    ['"TRUE"', 'boolean', ['true', null]],
    ['null', 'number', [Number.NaN, Number.NaN]],
    ['null', 'text', [null, null]],
    ['null', 'boolean', [null, null]],
  ] as const)('%s as %s', async ([value, kind, cells]) => {
    expect(await json(value, kind)).toEqual(cells);
  });

  test.for([
    ['[1, 2]', 'number', 'has the type BIGINT[], and holds numbers in the model'],
    ['[1, 2]', 'text', 'has the type BIGINT[], and holds names in the model'],
    ['{"a": 1}', 'text', 'has the type STRUCT'],
    ['"2024-01-01"', 'number', 'has the type DATE, and holds numbers in the model'],
    ['true', 'number', 'has the type BOOLEAN, and holds numbers in the model'],
    ['true', 'numeric', 'has the type BOOLEAN, and holds numbers in the model'],
    ['1', 'boolean', 'has the type BIGINT, and holds true and false in the model'],
  ] as const)('%s as %s is refused', async ([value, kind, message]) => {
    await expect(json(value, kind)).rejects.toMatchObject({
      code: 'unsupported_type',
      message: expect.stringContaining(message),
    });
  });

  test.for([
    ['many', 'many'],
    ['inf', 'inf'],
    ['-1e999', '-1e999'],
    ['"1,234"', '1,234'],
    ['1_000', '1_000'],
  ] as const)('a cell that is no number: %s', async ([cell, told]) => {
    await expect(read('t.csv', `x,z\n1,2\n${cell},3\n`, 'number')).rejects.toMatchObject({
      code: 'not_a_number',
      message: expect.stringContaining(
        `holds numbers in the model, but 1 of 2 cells is none: '${told}' on line 3`,
      ),
    });
  });

  test('numbers for dates, and dates that are none', async () => {
    const dates = [{ column: 'x', format: null }];
    await expect(read('t.json', '[{"x": 3}]', 'number', { dates })).rejects.toMatchObject({
      message: expect.stringContaining('has the type BIGINT, and holds dates in the model'),
    });
    await expect(read('t.csv', 'x,z\nsoon,1\n', 'number', { dates })).rejects.toMatchObject({
      message: expect.stringContaining("holds dates in the model, but 1 of 1 cell is none: 'soon' on line 2"),
    });
    expect(await read('t.json', '[{"x": "2004-04-12"}]', 'number', { dates })).toEqual([12_520]);
  });
});
