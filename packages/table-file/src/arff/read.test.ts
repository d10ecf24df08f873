import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allRows, inPieces, told } from '../fixtures.ts';
import { readArff } from './read.ts';
import { arffWord } from './words.ts';

async function read(text: string) {
  const table = await readArff('t.arff', inPieces(text));
  return { ...table, ...(await allRows(table)) };
}

const refusal = (text: string) => told(read(text));

const HEAD = '@relation t\n@attribute x numeric\n@attribute c {a, b}\n@data\n';

describe('a header', () => {
  test('as Weka writes it', async () => {
    const text = `% 1. Title
@RELATION 'the sizes'

@Attribute\t'shoe size' REAL
@attribute "two words" integer % whole ones
@attribute colour {'dark red', blue,"it's" }
@attribute note string
@attribute day date "yyyy-MM-dd"
@attribute weight numeric {0.5}
@DATA
41.5, 3, 'dark red', 'a, b', "2004-04-12", 1
`;
    const { columns, cells, lines, notes, output } = await read(text);
    expect(columns.map(({ name }) => name)).toEqual([
      'shoe size',
      'two words',
      'colour',
      'note',
      'day',
      'weight',
    ]);
    expect(columns.map(({ holds }) => holds)).toEqual(['open', 'open', 'names', 'open', 'open', 'open']);
    expect(cells).toEqual([['41.5', '3', 'dark red', 'a, b', '2004-04-12', '1']]);
    expect(lines).toEqual([11]);
    expect(notes.map(({ code }) => code)).toEqual(['weights_ignored']);
    expect(output).toBe('weight');
  });

  test('as KEEL writes it: the class first, ranges, a comma at the end of @inputs', async () => {
    const text = `@relation monk-2
@attribute class{0, 1}
@attribute 'a 1' real[0.0,1.0]
@attribute a2 integer [1, 3]
@inputs 'a 1', a2,
@outputs class
@data
0, 0.25,1
 1,<null>, 3\t
`;
    const { columns, cells, output } = await read(text.replaceAll('\n', '\r\n'));
    expect(output).toBe('class');
    expect(columns[0]).toEqual({ name: 'class', holds: 'names' });
    expect(cells).toEqual([
      ['0', '0.25', '1'],
      ['1', null, '3'],
    ]);
  });

  test('KEEL without @outputs: the last attribute is the class', async () => {
    expect((await read(HEAD)).output).toBe('c');
  });

  test.for([
    ['@attribute x foo\n', "[bad_arff] Line 2 of t.arff declares `x` with the unknown type 'foo'."],
    ['@attribute bag relational\n', 'declares `bag` as relational'],
    ['@attribute x interval\n', 'declares `x` as interval'],
    ['@attribute x subset\n', 'declares `x` as subset'],
    ['@attribute x {a b, c}\n', "declares the value 'a b' of `x` without quotes"],
    ['@attribute x {a,\nb}\n', 'does not close the values of `x`'],
    ['@attribute x {a,a}\n', "declares the value 'a' of `x` twice"],
    ['@attribute x {}\n', 'declares no value of `x`'],
    ["@attribute 'x numeric\n", 'opens a quote that never closes'],
    ['@attribute x numeric\n@attribute x real\n', 'two columns `x`, on lines 2 and 3'],
    [
      '@attribute x numeric\n@inputs x\n@outputs y\n@data\n',
      'line 4'.replace('line 4', "names the output 'y'"),
    ],
    ['@datum\n', 'has the unknown keyword @datum'],
    ['1,2\n', 'is none of a header'],
    ['@attribute x numeric\n@relation u\n', 'begins a second header'],
    ['@attribute x numeric\n', 'has no line @data'],
    ['@data\n1\n', 'has no @attribute before @data'],
  ] as const)('%s', async ([lines, message]) => {
    expect(await refusal(`@relation t\n${lines}`)).toContain(message);
  });
});

describe('dense rows', () => {
  test.for([
    ['1,a', ['1', 'a']],
    [' 1 ,\ta ', ['1', 'a']],
    ['1\ta', ['1', 'a']],
    ["'1','a'", ['1', 'a']],
    ['1,a,', ['1', 'a']],
    ['1,a % why', ['1', 'a']],
    ['?,?', [null, null]],
    [',a', [null, 'a']],
    ['<null>,b', [null, 'b']],
    ['NaN,b', [null, 'b']],
    ['-1.5e-3,b', ['-1.5e-3', 'b']],
    ['.5,b', ['.5', 'b']],
  ] as const)('%s', async ([row, cells]) => {
    expect((await read(`${HEAD}${row}`)).cells).toEqual([cells]);
  });

  test("a quoted '?' is a value where it is declared", async () => {
    const text = "@attribute c {'?', b}\n@data\n'?'\n?\n";
    expect((await read(text)).cells).toEqual([['?'], [null]]);
    expect(await refusal(`${HEAD}1,'?'`)).toContain("has '?' for `c`, which its header does not declare");
  });

  test.for([
    ['1', '[ragged_row] Line 5 of t.arff has 1 cell, the header declares 2.'],
    ['1,a,7', '[ragged_row] Line 5 of t.arff has 3 cells'],
    ['1,a,{5}', 'has a weight, {5}'],
    [
      '1,z',
      "[undeclared_value] Line 5 of t.arff has 'z' for `c`, which its header does not declare. Declared are 'a', 'b'.",
    ],
    ['1,A', "Declared is 'a': write it so."],
    ['many,a', "has 'many' for `x`, which is declared to be a number"],
    ['inf,a', "has 'inf' for `x`"],
    ['1_000,a', "has '1_000' for `x`"],
    ['1,50%', "has % in '50%'"],
    ["1,'a", 'opens a quote that never closes'],
    ["1,'a' b", "has 'b' behind a closing quote"],
    ['1,a\n@relation u\n', 'Line 6 of t.arff begins a second header'],
  ] as const)('%s', async ([row, message]) => {
    expect(await refusal(HEAD + row)).toContain(message);
  });

  test('a number for a label that is declared as another spelling of it', async () => {
    expect(await refusal('@attribute c {1,2}\n@data\n1.0\n')).toContain("Declared is '1': write it so.");
  });
});

describe('sparse rows', () => {
  test('what is left out is 0, and the first value that is declared', async () => {
    const { cells } = await read(`${HEAD}{0 2.5, 1 b}\n{}\n{1 ?}\n{ 0 'NaN' } % none\n`);
    expect(cells).toEqual([
      ['2.5', 'b'],
      ['0', 'a'],
      ['0', null],
      [null, 'a'],
    ]);
  });

  test.for([
    ['{2 1}', 'has the index 2, but there are 2 attributes'],
    ['{1 a, 0 1}', 'has the index 0 behind 1'],
    ['{1 a, 1 b}', 'has the index 1 behind 1'],
    ['{0 1', 'has a sparse row that never closes'],
    ['{x 1}', 'where an index belongs'],
    ['{0 1}, {5}', 'has a weight, {5}'],
    ['{1 z}', "has 'z' for `c`"],
  ] as const)('%s', async ([row, message]) => {
    expect(await refusal(HEAD + row)).toContain(message);
  });

  test('text can’t be left out', async () => {
    const text = '@attribute x numeric\n@attribute s string\n@data\n{0 1}\n';
    expect(await refusal(text)).toContain('leaves out `s`, which is text');
  });
});

test('what is written is read back, in pieces of any length', async () => {
  const value = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => text.trim() === text && !/[\r\n]/.test(text));
  const nominal = fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      nominal,
      fc.array(fc.tuple(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), fc.option(fc.nat()))),
      fc.integer({ min: 1, max: 50 }),
      async (values, rows, size) => {
        const cells = rows.map(([number, index]) => [
          number === null ? null : String(number),
          index === null ? null : values[index % values.length]!,
        ]);
        const lines = cells.map(([x, c]) => `${x ?? '?'},${c == null ? '?' : arffWord(c)}`);
        const header = `@relation r\n@attribute x numeric\n@attribute c {${values.map(arffWord).join(',')}}\n@data\n`;
        const table = await readArff('t', inPieces(header + lines.join('\n'), size));
        expect((await allRows(table)).cells).toEqual(cells);
      },
    ),
  );
});

test('whatever the letters are, it is read or refused as input', async () => {
  const letter = fc.constantFrom(
    '@',
    'attribute',
    'data',
    ' ',
    '\n',
    '{',
    '}',
    ',',
    "'",
    '"',
    '\\',
    '%',
    '?',
    '1',
    'a',
    '\t',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(letter, { maxLength: 40 }), async (letters) => {
      const text = `@attribute x numeric\n${letters.join('')}`;
      await read(text).catch((error: unknown) => {
        expect(error).toHaveProperty('code');
      });
    }),
    { numRuns: 500 },
  );
});
