import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { type DurationsData, drawDurations } from './durations.ts';
import { durationsTable } from './durations-table.ts';

const FRAME = { width: 640, height: 360 };
const spread = (median: number) => ({
  least: median / 10,
  quartiles: [median / 2, median, median * 2] as const,
  most: median * 10,
  mean: median,
  n: 100,
});
const arm = (name: string, median: number, edges: readonly number[], counts: readonly number[]) => ({
  arm: name,
  histogram: { edges, counts },
  spread: spread(median),
});
const data = (arms: DurationsData['arms']): DurationsData => ({ ...DRAWN, figure: 'durations', arms });

const bars = (drawing: ReturnType<typeof drawDurations>) =>
  drawing.marks.flatMap((mark) => (mark.kind === 'rect' && mark.tip ? [mark] : []));

test('bins that grow by a factor are equally wide, counts are heights, time is in its units', () => {
  const drawing = drawDurations(data([arm('none', 10, [1, 10, 100, 1000], [5, 10, 2])]), FRAME);
  const [one, two, three] = bars(drawing) as [
    ReturnType<typeof bars>[0],
    ReturnType<typeof bars>[0],
    ReturnType<typeof bars>[0],
  ];
  expect(two.width).toBeCloseTo(one.width);
  expect(one.height / two.height).toBeCloseTo(0.5);
  expect(three.y + three.height).toBeCloseTo(one.y + one.height);
  expect(one.tip).toBe('none: 5 trials from 1.0 s to 10 s');
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['1 s', '10 s', '1 min', 'median 10 s']));
  const median = drawing.marks.find((mark) => mark.kind === 'line' && mark.tip?.startsWith('none: median'));
  expect(median?.kind === 'line' && median.through[0]![0]).toBeCloseTo(two.x);
});

test('each arm has its row; more than have room are counted', () => {
  const arms = Array.from({ length: 30 }, (_, i) => arm(`arm ${i}`, 10, [1, 10], [1]));
  const drawing = drawDurations(data(arms), FRAME);
  const shown = bars(drawing).length;
  expect(shown).toBeGreaterThan(5);
  expect(textsOf(drawing).join(' ')).toContain(`${30 - shown} more arms where there is more room.`);
  expect(new Set(bars(drawing).map(({ y }) => y)).size).toBe(shown);
  expect(overlapping(drawing)).toEqual([]);
});

test('no duration says so', () => {
  for (const arms of [[], [arm('none', 1, [0, 0], [3])], [arm('none', Number.NaN, [1, 2], [0])]]) {
    expect(textsOf(drawDurations(data(arms), FRAME)).join(' ')).toContain('No trial has a duration yet.');
  }
});

test('the table has a row a bin', () => {
  expect([...durationsTable(data([arm('none', 1, [1, 2, 4], [3, 5])])).rows]).toEqual([
    ['none', 1, 2, 3],
    ['none', 2, 4, 5],
  ]);
});

test('whatever the durations, nothing stands outside the frame', () => {
  const anyArm = fc.record({
    arm: anyText,
    histogram: fc.record({ edges: fc.array(anyNumber), counts: fc.array(anyNumber) }),
    spread: fc.record({
      least: anyNumber,
      quartiles: fc.tuple(anyNumber, anyNumber, anyNumber),
      most: anyNumber,
      mean: anyNumber,
      n: fc.nat(),
    }),
  });
  fc.assert(
    fc.property(fc.array(anyArm, { maxLength: 12 }), anyFrame, (arms, frame) => {
      expect(outside(drawDurations(data(arms), frame))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
