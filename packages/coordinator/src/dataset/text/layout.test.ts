import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf } from './layout.ts';

const layout = (text: string) => layoutOf(text, true)!;

describe('the delimiter', () => {
  test.for([
    [',', 'x,y\n1,2\n'],
    [';', 'x;y\n1,5;2\n'],
    ['\t', 'first name\ty\nJohn Smith\t2\n'],
    ['|', 'x|y\n1|2\n'],
    [' ', '  x    y\n1.0    2\n'],
    [' ', '0.1 0.2 a\n0.3 0.4 b\n'],
    [' ', '18.0   8   307.0\t"chevrolet chevelle"\n15.0   8   350.0\t"buick skylark"\n'],
    ['\t', 'a  b\ty\nx\t1\n'],
    [';', 'sep=;\nx;y,z\n1;2\n'],
    [',', 'a, b\n1, 2\n'],
    [',', 'alone'],
  ] as const)('%j of %j', ([delimiter, text]) => {
    expect(layout(text)).toMatchObject({ delimiter, quote: '"' });
  });

  test('single quotes hold cells where nothing else fits', () => {
    expect(layout("x,y\n'a, b',1\n'c',2\n")).toMatchObject({ quote: "'", first: ['x', 'y'] });
    expect(layout("x,y\n'a',1\n'c',2\n")).toMatchObject({ quote: '"' });
  });

  test('an inch mark in the header divides nothing', () => {
    expect(layout('size in ",y\n5,1\n6,0\n')).toMatchObject({ first: ['size in "', 'y'] });
  });
});

describe('what comes before the table', () => {
  test('empty lines, comments', () => {
    const text = '\n\r\n# made by\n# "him, her\n\nx,y\n1,2\n';
    expect(layout(text)).toMatchObject({
      from: text.indexOf('x,y'),
      line: 6,
      first: ['x', 'y'],
      comments: { mark: '#', lines: 2 },
    });
    expect(layoutOf('# x\n\n', true)).toBeNull();
  });

  test('names in a comment over rows of numbers, as numpy.savetxt writes them', () => {
    expect(layout('# x y\n1.0e+00 2.0e+00\n')).toMatchObject({ first: ['x', 'y'], comments: null, line: 1 });
    expect(layout('# seen, 2020\nx,y\n1,2\n')).toMatchObject({ first: ['x', 'y'], line: 2 });
    expect(layout('#,Name\n1,Bulbasaur\n2,Ivysaur\n')).toMatchObject({ first: ['#', 'Name'] });
  });
});

test('names survive quoting, whatever they hold and whatever divides them', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', ' ', '|', 'é', '\t'),
    minLength: 1,
  });
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '|', ' '),
      (names, delimiter) => {
        const text = `${names.map(quoted).join(delimiter)}\n${names.map((_, i) => i).join(delimiter)}\n`;
        expect(layout(text)).toMatchObject({ delimiter, first: names });
      },
    ),
  );
});
