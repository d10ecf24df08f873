import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Column, renderTable } from './table.ts';
import { displayWidth } from './text.ts';

const column = (header: string, cells: string[], more: Partial<Column> = {}): Column => ({
  header,
  align: 'left',
  cells,
  importance: 1,
  ...more,
});

test('columns are aligned, without blanks at the end of a line', () => {
  const table = renderTable(
    [
      column('name', ['a', 'long name']),
      column('n', ['1', '200'], { align: 'right' }),
      column('x', ['', '']),
    ],
    80,
  );
  expect(table.lines).toEqual(['name         n  x', 'a            1', 'long name  200']);
});

test('the least important columns go first, from the right among equals', () => {
  const columns = ['aaaa', 'bbbb', 'cccc', 'dddd'].map((name, i) =>
    column(name, ['1'], { importance: [Number.POSITIVE_INFINITY, 2, 1, 1][i]! }),
  );
  expect(renderTable(columns, 16).dropped).toEqual(['dddd']);
  expect(renderTable(columns, 10).dropped).toEqual(['dddd', 'cccc']);
  expect(renderTable(columns, 1).lines[0]).toBe('aaaa');
});

test('names get shorter before a column goes, the longest first', () => {
  const columns = [
    column('loss_weights_kl', ['1'], { short: 'kl' }),
    column('minority_rate', ['0.01'], { align: 'right' }),
    column('arm', ['smote']),
  ];
  expect(renderTable(columns, 40)).toMatchObject({ shortened: [], dropped: [] });
  const once = renderTable(columns, 30);
  expect(once.lines).toEqual(['kl  minority_rate  arm', '1            0.01  smote']);
  expect(once.shortened).toEqual([columns[0]]);
  const twice = renderTable(columns, 20);
  expect(twice.lines).toEqual(['    minority_', 'kl       rate  arm', '1        0.01  smote']);
  expect(twice.dropped).toEqual([]);
});

test('long text gives way before a column does', () => {
  const table = renderTable([column('id', ['1']), column('text', ['a long text'], { shrinkTo: 4 })], 10);
  expect(table).toEqual({ lines: ['id  text', '1   a lon…'], dropped: [], shortened: [] });
});

test('a table whose columns may all shrink or go fits any width', () => {
  const cells = fc.array(
    fc.string({ unit: 'grapheme' }).map((s) => s.replace(/\p{C}/gu, '?')),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(
      fc.array(cells, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 8, max: 60 }),
      (all, width) => {
        const columns = all.map((c, i) => column(`column ${i}`, c, { shrinkTo: 8, importance: i }));
        for (const line of renderTable(columns, width).lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
        }
      },
    ),
  );
});

test('paint does not change the layout', () => {
  const painted = renderTable(
    [column('a', ['x', 'yy'], { paint: (cell) => `\u001B[1m${cell}\u001B[22m` }), column('b', ['1', '2'])],
    80,
  );
  expect(painted.lines.map((line) => line.replaceAll(/\u001B\[\d+m/g, ''))).toEqual([
    'a   b',
    'x   1',
    'yy  2',
  ]);
});
