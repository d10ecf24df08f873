import { expect, test } from 'vitest';
import type { ConfusionData } from './figure/confusion.ts';
import type { CurvesData } from './figure/curves.ts';
import type { TimelineData } from './figure/timeline.ts';
import { draw, type FigureData } from './figures.ts';
import { outside } from './fixtures/outside.ts';
import { DRAWN } from './fixtures/sample.ts';
import { textsOf } from './fixtures/texts.ts';
import { frameOf } from './frame.ts';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const series = { label: 'training', replicates: [], mean: [3, 2, 1], half: [1, 1, 1] } as const;
const panels = ['a', 'b', 'c', 'd', 'e', 'f'].map((title) => ({ title, unit: null, series: [series] }));
const curves: CurvesData = { ...DRAWN, figure: 'curves', config: 'abc', panels };

const trial = { id: 1, from: 0, to: 1000, state: 'completed', attempt: 1 };
const workers = range(40).map((i) => ({ worker: `node-${i}`, trials: [trial], busy: [] }));
const timeline: TimelineData = {
  ...DRAWN,
  figure: 'timeline',
  ...{ from: 0, to: 1000, workers, moreWorkers: 0, ended: [40] },
};

const confusion: ConfusionData = {
  ...DRAWN,
  figure: 'confusion',
  ...{ config: 'abc', split: 'test', replicates: 1 },
  classes: range(30).map(String),
  counts: range(30).map((i) => range(30).map((j) => Number(i === j))),
  recall: range(30).map(() => ({ mean: 1, half: null })),
};

const drawn = (data: FigureData, width: number) => draw(data, frameOf(data, width));

test.each([320, 640, 1600])('at width %s each panel and worker has its place', (width) => {
  expect(textsOf(drawn(curves, width))).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'e', 'f']));
  const bars = drawn(timeline, width).marks.filter((mark) => mark.kind === 'rect' && mark.leadsTo);
  expect(bars).toHaveLength(40);
  for (const data of [curves, timeline, confusion]) expect(outside(drawn(data, width))).toEqual([]);
});

test('30 classes have a row each from 800 pixels on', () => {
  expect(textsOf(drawn(confusion, 800)).join(' ')).not.toContain('of 30 classes');
});
