import { expect, test } from 'vitest';
import { bandMarks, lineMarks } from './trace.ts';

const LOOK = { stroke: 'text', width: 2 } as const;

test('a gap lifts the pen; a value alone between two gaps is a point', () => {
  const [line, point, ...more] = lineMarks(
    [
      [0, 0],
      [1, 1],
      [2, null],
      [3, 3],
      [null, 4],
    ],
    LOOK,
  );
  expect(line).toEqual({ kind: 'line', through: [[0, 0], [1, 1], null, [3, 3], null], ...LOOK });
  expect(point).toMatchObject({ kind: 'point', at: [3, 3] });
  expect(more).toEqual([]);
  expect(lineMarks([], LOOK)).toEqual([]);
  expect(lineMarks([[1, 1]], LOOK).map(({ kind }) => kind)).toEqual(['point']);
});

test('a band goes along its upper edge and back along its lower one, one area a run', () => {
  const marks = bandMarks(
    [
      [0, 5, 1],
      [1, 6, 2],
      [2, null, 2],
      [3, 5, 1],
    ],
    'text',
    {},
  );
  expect(marks).toEqual([
    {
      kind: 'area',
      around: [
        [0, 1],
        [1, 2],
        [1, 6],
        [0, 5],
      ],
      fill: 'text',
    },
    {
      kind: 'line',
      through: [
        [3, 5],
        [3, 1],
      ],
      stroke: 'text',
      width: 3,
    },
  ]);
});
