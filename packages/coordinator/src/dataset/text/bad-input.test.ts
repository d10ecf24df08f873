import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { npyOf, workbookOf, zipOf } from '@latentsweep/table-file/fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { folder, write, table, refusal, notes } = await dataFolder();

/** The refusal of a CSV file `t.csv`. */
async function refusalOf(
  content: string | Uint8Array,
  given: Partial<TableDefinition> = {},
): Promise<string> {
  await write('t.csv', content);
  return refusal({ path: 't.csv', ...given });
}

/** 60 good rows; `x` may be replaced in some. */
const good = (x: Readonly<Record<number, string>> = {}) =>
  csv('x,z,y', 60, (i) => `${x[i] ?? i},${i * i},${i % 3 === 0 ? 1 : 0}`);

describe('the file', () => {
  test('missing: the path that was tried and a near name', async () => {
    await write('credit.csv', good());
    expect(await refusal({ path: 'credti.csv' })).toBe(
      '[file_not_found] There is no file …/credti.csv. Did you mean `credit.csv`? A relative `path` starts from the folder of the sweep file.',
    );
    expect(await refusal({ path: join(folder, 'credti.csv') })).toBe(
      '[file_not_found] There is no file …/credti.csv. Did you mean `credit.csv`? Name a file that is there.',
    );
    expect(await refusal({ path: 'nowhere/credit.csv' })).toContain('There is no folder …/nowhere either.');
    expect(await refusal({ path: 'https://example.com/t.csv' })).toContain(
      'curl -LO https://example.com/t.csv',
    );
    expect(await refusal({ path: '~/t.csv' })).toContain('Write the whole path');
    expect(await refusal({ path: 'data/*.csv' })).toContain("select * from 'data/*.csv'");
  });

  test('a folder', async () => {
    await mkdir(join(folder, 'tables.csv'));
    expect(await refusal({ path: 'tables.csv' })).toBe(
      '[path_is_folder] …/tables.csv is a folder. Name a file in it, or read several with `select`.',
    );
  });

  test('empty, blank, or a header alone', async () => {
    expect(await refusalOf('')).toContain('[empty_file] …/t.csv is empty.');
    expect(await refusalOf('\n \n')).toContain('[empty_file]');
    expect(await refusalOf('x,y\n')).toBe(
      '[no_rows] …/t.csv has columns but no rows. Rows of data follow the header.',
    );
    expect(await refusalOf('x,y')).toContain('[no_rows]');
  });

  test('ragged: the line, whatever is before it, and its cells', async () => {
    expect(await refusalOf('x,z,y\n1,2,0\n4,5\n')).toBe(
      '[ragged_row] Line 3 of …/t.csv has 2 cells, the header has 3. Give every row as many cells as the header, and put cells that hold the delimiter in double quotes.',
    );
    expect(await refusalOf(`${good()}1,2,3,4,5,6\n`)).toContain('Line 62 of …/t.csv has 6 cells');
    expect(await refusalOf('x,z,y\r\n1,2,0\r\n4,5\r\n')).toContain('Line 3 of');
    expect(await refusalOf('x,z,y\r1,2,0\r4,5\r')).toContain('Line 3 of');
    expect(await refusalOf('\n\nx,z,y\n1,"a\n\nb",0\n\n4,5\n')).toContain('Line 8 of …/t.csv has 2 cells');
    expect(await refusalOf(`${good()}# the end\n`)).toContain('Take the line out if it is a comment.');
    expect(await refusalOf('size in ",z,y\n5,2,0\n4,5\n')).toContain('has 2 cells, the header has 3');
  });

  test('a title over the header', async () => {
    const titled = `Sales of 2020\n\n${good().replaceAll(',', ';')}`;
    expect(await refusalOf(titled)).toContain(
      'Line 3 of …/t.csv has 3 cells, the header has 1. If `Sales of 2020` is a title, take it out, or begin its line with #.',
    );
    await expect(refusalOf(`#${titled}`)).rejects.toThrow('it was accepted');
  });

  test('quotes that don’t close', async () => {
    expect(await refusalOf('x,y\n1,0\n"2,1\n3,0\n')).toContain('[unclosed_quote] Line 3 of …/t.csv opens');
    expect(await refusalOf('x,y\n1,0\n"2" pipe,1\n3,0\n')).toBe(
      '[text_after_quote] Line 3 of …/t.csv has text behind a closing quote: "2" pipe. Put the whole cell in quotes, and write a double quote inside of quotes twice.',
    );
  });

  test('whatever is in it, it is read or refused', async () => {
    const piece = fc.constantFrom(
      '1',
      'a',
      '"',
      ',',
      '\n',
      '\r\n',
      '-',
      '1e9',
      'nan',
      'inf',
      '\0',
      'é',
      ' ',
      ';',
    );
    const content = fc.array(piece, { maxLength: 60 }).map((pieces) => `x,y\n${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(content, async (text) => {
        await write('fuzz.csv', text);
        const error = await resolveDataset(table({ path: 'fuzz.csv' })).catch((thrown: unknown) => thrown);
        if (error instanceof Error) expect(error).toBeInstanceOf(InputError);
      }),
      { numRuns: 40 },
    );
  });

  test('one name for two columns', async () => {
    expect(await refusalOf('x,x,y\n1,2,0\n')).toMatch(
      /^\[duplicate_column\] …\/t.csv has two columns `x`. Give each its own name. If the first line is a row/,
    );
  });

  test('one name for two columns, in any kind of file', async () => {
    const rows = (of: (i: number) => string) => Array.from({ length: 60 }, (_, i) => of(i));
    const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const cells = (row: readonly (string | number)[]) =>
      `<row>${row.map((one) => text(String(one))).join('')}</row>`;
    const sheet = cells(['x', 'x ', 'y']) + rows((i) => cells([i, i * i, i % 2])).join('');
    const array = (name: string) => ({ name: `${name}.npy`, bytes: npyOf('|u1', [60], new Uint8Array(60)) });
    const files = {
      'two.xlsx': workbookOf({ sheets: { S: sheet } }),
      'two.npz': zipOf(['x', 'x', 'y'].map(array)),
      'two.arff': `@attribute x numeric\n@attribute "x" numeric\n@attribute y {0,1}\n@data\n${rows((i) => `${i},${i},0`).join('\n')}`,
      'two.tsv': `x\tx\ty\n${rows((i) => `${i}\t${i}\t0`).join('\n')}\n`,
    };
    for (const [path, bytes] of Object.entries(files)) {
      await write(path, bytes);
      expect(await refusal({ path }), path).toMatch(/^\[duplicate_column\] .* has two columns `x`/);
    }
    await write('two.json', `[${rows((i) => `{"x": ${i}, "x": 1, "y": ${i % 2}}`)}]`);
    expect(await refusal({ path: 'two.json' })).toContain('has duplicate key "x"');
    // DuckDB calls the second one otherwise.
    const select = 'select i as x, i * i as x, i % 2 as y from range(60) t(i)';
    expect((await resolveDataset(table({ select }))).report).toMatchObject({ numbers: 2 });
  });

  test('not what its name says', async () => {
    await write('t.parquet', 'x,y\n1,0\n');
    expect(await refusal({ path: 't.parquet' })).toMatch(/^\[bad_file\] …\/t.parquet can't be read: .*/);
    await write('t.json', '[{"x": 1, ');
    expect(await refusal({ path: 't.json' })).toContain('[bad_file]');
  });
});

describe('the columns', () => {
  test('names that are not there, all at once, with near ones', async () => {
    expect(await refusalOf(good(), { target: 'Y', drop: ['zz'], categorical: ['q'] })).toBe(
      [
        '[bad_dataset] The data set has 3 faults.',
        '[unknown_target] dataset.target: …/t.csv has no column `Y` (dataset.target). Did you mean `y`? It has `x`, `z`, `y`.',
        '[unknown_column] dataset.drop: …/t.csv has no column `zz` (dataset.drop). Did you mean `z`? It has `x`, `z`, `y`.',
        '[unknown_column] dataset.categorical: …/t.csv has no column `q` (dataset.categorical). Did you mean `x`? It has `x`, `z`, `y`.',
      ].join('\n'),
    );
    expect(await refusalOf(good(), { drop: ['y'] })).toContain('[target_dropped]');
  });

  test('many names that are not there: told once', async () => {
    const drop = Array.from({ length: 50 }, (_, i) => `q${i}`);
    expect(await refusalOf(good(), { drop })).toBe(
      '[unknown_column] …/t.csv has none of `q0`, `q1`, `q2`, `q3`, `q4`, `q5`, `q6`, `q7`, `q8`, `q9` and 40 more (dataset.drop). It has `x`, `z`, `y`.',
    );
  });

  test('words among numbers: the column, a value, its line, and two ways out', async () => {
    expect(await refusalOf(good({ 17: 'oops', 30: '!' }))).toBe(
      "[text_in_numbers] Column `x` of …/t.csv holds numbers, but 2 of 60 cells are not: 'oops' on line 19. Empty the cell where the value is missing, or name the word under `missing` with all others that mean no value, or write `categorical: [x]` to take all as names, or `drop: [x]`.",
    );
    const broken = good({ 5: '"a\nb"', 17: 'oops' }).replace('\n9,81', '\n\n9,81');
    expect(await refusalOf(broken)).toContain("'a\nb' on line 7");
    expect(await refusalOf(good({ 17: 'oops' }).replace('\n9,81', '\n\n9,81'))).toContain('on line 20');
  });

  test('infinite values', async () => {
    expect(await refusalOf(good({ 3: '-inf', 9: '1e999' }))).toBe(
      "[infinite_value] Column `x` of …/t.csv is infinite in 2 of 60 cells: '-inf' on line 5. Empty the cell where the value is missing, or write a finite number, or `drop: [x]`.",
    );
    const select =
      "select case when i = 4 then 'inf'::double else i end as x, i % 2 as y from range(60) t(i)";
    expect(await refusal({ select })).toContain("is infinite in 1 of 60 cells: 'inf' on row 5.");
  });

  test('numbers outside of [0, 1] that nothing scales', async () => {
    const content = csv('a,b,k,c,y', 60, (i) => `${i / 30},${i === 0 ? '' : i / 59},7,${i % 3},${i % 2}`);
    expect(await refusalOf(content, { scale: 'none', categorical: ['c'] })).toBe(
      "[unscaled_numbers] Column `a` of …/t.csv goes from 0 to 1.9666666666666666, but with `scale: none` numbers must lie in [0, 1]: '1.0333333333333334' on line 33. Write `scale: quantile` or `scale: minmax`, or scale the column with a `select`, or `drop: [a]`.",
    );
    await expect(refusalOf(content, { scale: 'none', categorical: ['c'], drop: ['a'] })).rejects.toThrow(
      'it was accepted',
    );
    const select = 'select -i::double as x, i / 60 as z, i % 2 as y from range(60) t(i)';
    expect(await refusal({ select, scale: 'none' })).toContain('Column `x` of the select goes from -59 to 0');
  });

  test('text that names rows', async () => {
    const named = csv('name,x,y', 60, (i) => `person ${i},${i},${i % 2}`);
    expect(await refusalOf(named)).toBe(
      '[too_many_levels] Column `name` of …/t.csv is text with 60 different values in 60 rows. A category has at most 255 values that recur. Write `drop: [name]` if it names rows, or put rare values together with a `select`.',
    );
    const many = csv('name,x,y', 1000, (i) => `place ${i % 300},${i},${i % 2}`);
    expect(await refusalOf(many, { categorical: ['name'] })).toContain('300 different values in 1,000 rows');
  });

  test('types that are neither number, text nor boolean', async () => {
    const select = "select date '2020-01-01' + i::int as d, [i] as l, i % 2 as y from range(60) t(i)";
    const told = await refusal({ select });
    const dated = "select i as x, date '2020-01-01' + (i % 2)::int as y from range(60) t(i)";
    expect(await refusal({ select: dated })).toBe(
      '[unsupported_type] Column `y` has the type DATE; numbers, text and booleans are possible. Turn it into text or a number with `select`, or name another column.',
    );
    expect(told).toContain('Column `d` has the type DATE; numbers, text and booleans are possible.');
    expect(told).toContain('Column `l` has the type BIGINT[]');
  });

  test('nothing to learn from', async () => {
    const constant = csv('x,e,y', 60, (i) => `7,,${i % 2}`);
    expect(await refusalOf(constant)).toBe(
      '[no_features] …/t.csv has no column to learn from: all others are dropped, empty or constant. Keep a column whose values differ.',
    );
    expect(await refusalOf(good(), { drop: ['x', 'z'] })).toContain('[no_features]');
  });
});

describe('the target', () => {
  test('one class', async () => {
    expect(await refusalOf(csv('x,y', 60, (i) => `${i},no`))).toBe(
      "[one_class] The target `y` is 'no' in all rows (60). There must be two classes to tell apart. Is it the right column?",
    );
  });

  test('a class of one row', async () => {
    expect(await refusalOf(csv('x,y', 60, (i) => `${i},${i === 9 ? 'rare' : 'usual'}`))).toBe(
      "[class_too_small] Class 'rare' of the target `y` has 1 row; it needs at least 3 to be trained on and tested. Get more rows of it, or merge it with another class.",
    );
    const copies = csv('x,y', 60, (i) => (i < 5 ? '1,rare' : `${i},usual`));
    expect(await refusalOf(copies)).toContain(
      'has 1 different row (5 in all; equal rows count once); it needs',
    );
    const three = csv('x,y', 60, (i) => `${i},${i === 9 ? 'c' : i % 2 === 0 ? 'a' : 'b'}`);
    const told = await refusalOf(three);
    expect(told).toContain('has 1 row; it needs at least 2');
    expect(told).toContain(
      `, or leave it out: write instead of \`path\`: select: "from 't.csv' where \\"y\\" <> 'c'".`,
    );
  });

  test('a target of measured numbers: told once', async () => {
    const ages = csv('x,age', 100, (i) => `${(i * 7) % 100},${18 + (i < 90 ? i % 30 : i - 40)}`);
    expect(await refusalOf(ages, { target: 'age' })).toBe(
      '[continuous_target] The target `age` looks measured: 40 different numbers from 18 to 77, each of which is a class, and 10 of them have too few rows to be trained on and tested. To make classes of them, write instead of `path` and `target`: select: "select * exclude (\\"age\\"), case when \\"age\\" < 38 then \'low\' else \'high\' end as class from \'t.csv\'" and target: class.',
    );
    const alcohol = csv('x,alcohol', 400, (i) => `${(i * 7) % 400},${8 + (i % 61) / 10}`);
    await write('wine.csv', alcohol);
    expect(await notes({ path: 'wine.csv', target: 'alcohol' })).toContain(
      '[continuous_target] The target `alcohol` looks measured: 61 different numbers from 8 to 14, each of which is a class To make classes of them, write instead of `path` and `target`: select: "select * exclude (\\"alcohol\\"), case when \\"alcohol\\" < 11 then \'low\' else \'high\' end as class from \'wine.csv\'" and target: class.',
    );
  });

  test('many classes of one row: told once', async () => {
    const words = csv('x,y', 60, (i) => `${i},${i < 40 ? 'usual' : `rare ${i}`}`);
    expect(await refusalOf(words)).toBe(
      "[class_too_small] Class 'rare 40' of the target `y` has 1 row; it needs at least 2 to be trained on and tested; so it is with 19 more classes: `rare 41`, `rare 42`, `rare 43`, `rare 44`, `rare 45`, `rare 46`, `rare 47`, `rare 48`, `rare 49`, `rare 50` and 9 more. Get more rows of it, or merge it with another class.",
    );
  });

  test.each([
    ['a missing target', csv('x,y', 60, (i) => `${i},${i === 7 ? '' : i % 2}`)],
    ['a class of one row', csv('x,y', 60, (i) => `${i},${i === 9 ? "it's" : i % 2}`)],
    ['a word that means no value', csv('x,y', 60, (i) => `${i},${i === 7 ? "it's" : i % 2}`), ["it's"]],
    ['a measured target', csv('x,y', 100, (i) => `${(i * 7) % 100},${18 + (i < 90 ? i % 30 : i - 40)}`)],
  ] as const)('%s: the hint can be followed', async (_, rows, missing: readonly string[] | null = null) => {
    const told = await refusalOf(rows, { missing });
    const [, select, , target = 'y'] = /select: (".*")( and target: (\w+))?\.$/.exec(told)!;
    await expect(notes({ path: null, select: JSON.parse(select!), target, missing })).resolves.toBeDefined();
  });

  test('classes without which no two are left: no hint to leave them out', async () => {
    const four = csv('x,y', 4, (i) => `${i},${i % 2}`);
    expect((await refusalOf(four)).split('\n')[1]).toBe(
      "[class_too_small] dataset.target: Class '0' of the target `y` has 2 rows; it needs at least 3 to be trained on and tested. Get more rows of it, or merge it with another class.",
    );
  });

  test('what no select can stand for is taken out of the file', async () => {
    const small = csv('x,y', 60, (i) => `${i},${i === 9 ? 'c' : i % 2 === 0 ? 'a' : 'b'}`);
    const gaps = csv('x,y', 60, (i) => `${i},${i === 7 ? '' : i % 2}`);
    const ages = csv('x,y', 100, (i) => `${(i * 7) % 100},${18 + (i < 90 ? i % 30 : i - 40)}`);
    const told = async (text: string, given: Partial<TableDefinition> = {}) => {
      await write('t.data', text);
      return refusal({ path: 't.data', ...given });
    };
    for (const given of [{}, { header: true }]) {
      expect(await told(small, given)).toContain('or take its rows out of the file.');
      expect(await told(gaps, given)).toContain(
        'Give those rows a class in the file, or take them out of it.',
      );
      expect(await told(ages, given)).toContain('write the table as CSV with a column of classes.');
    }
    expect(await refusalOf(small, { header: true })).toContain('or take its rows out of the file.');
  });

  test('too many classes', async () => {
    expect(await refusalOf(csv('x,y', 300, (i) => `${i},${i / 7}`))).toBe(
      '[too_many_classes] The target `y` has 300 different values; at most 255 classes are possible. Name a column of classes, or make classes of the numbers with `select` (case when … then … end).',
    );
  });

  test('a positive value that it does not have, or that many classes have no use for', async () => {
    const words = csv('x,y', 60, (i) => `${i},${i % 3 === 0 ? 'yes' : 'no'}`);
    expect(await refusalOf(words, { positive: 'Yess' })).toBe(
      "[unknown_positive] The target `y` never is 'Yess' (dataset.positive). Did you mean `yes`? Its values are `no`, `yes`.",
    );
    const three = csv('x,y', 60, (i) => `${i},${i % 3}`);
    expect(await refusalOf(three, { positive: '1' })).toContain('[positive_of_many]');
  });

  test('missing in some rows', async () => {
    const gaps = csv('x,y', 60, (i) => `${i},${i === 7 ? '' : i % 2}`);
    expect(await refusalOf(gaps)).toBe(
      '[missing_target] The target `y` of …/t.csv is missing in 1 of 60 rows. To take those rows out, write instead of `path`: select: "from \'t.csv\' where \\"y\\" is not null".',
    );
  });
});

describe('the select', () => {
  test('a syntax error', async () => {
    expect(await refusal({ select: 'selec 1' })).toBe(
      `[bad_select] The \`select\` does not work: Parser Error: syntax error at or near "selec" It is DuckDB's SQL: select … from 'file.csv'.`,
    );
    expect(await refusal({ select: 'select nope from (select 1 as y)' })).toContain('[bad_select]');
  });

  test('a file that is not there', async () => {
    expect(await refusal({ select: "from 'nope.csv'" })).toContain('Relative paths start from ….');
  });

  test.for([
    ["copy (select 1) to 'stolen.csv'", 'COPY'],
    ['create table t as select 1', 'CREATE'],
    ["attach 'x.db'", 'ATTACH'],
    ['install httpfs', 'LOAD'],
    ['set threads = 8', ''],
    ['select 1; select 2', '2 statements'],
    ['-- nothing', 'empty'],
    ['', 'empty'],
  ] as const)('not a select: %s', async ([select, told]) => {
    const message = await refusal({ select });
    expect(message).toContain('[not_a_select]');
    expect(message).toContain(told);
  });

  test('the network is out of reach', async () => {
    const message = await refusal({ select: "from 'https://example.com/t.csv'" });
    expect(message).toContain('[bad_select]');
    expect(message).toContain('httpfs');
  });
});

test('a file that may not be read', async (context) => {
  if (process.getuid?.() === 0) return context.skip('root may read every file');
  const path = join(folder, 'secret.csv');
  await writeFile(path, good(), { mode: 0 });
  expect(await refusal({ path: 'secret.csv' })).toContain('[unreadable_file]');
});
