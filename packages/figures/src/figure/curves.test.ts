import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { type CurvesData, drawCurves } from './curves.ts';
import { curvesTable } from './curves-table.ts';

type Series = CurvesData['panels'][number]['series'][number];

const series = (label: Series['label'], replicates: readonly (readonly (number | null)[])[]): Series => {
  const epochs = Math.max(0, ...replicates.map((values) => values.length));
  const mean = Array.from({ length: epochs }, (_, i) => {
    const known = replicates.map((values) => values[i]).filter((value) => typeof value === 'number');
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
  return {
    label,
    replicates: replicates.map((values, replicate) => ({ trial: 100 + replicate, replicate, values })),
    mean,
    half: mean.map(() => (replicates.length > 1 ? 0.01 : null)),
  };
};

const data = (panels: CurvesData['panels']): CurvesData => ({
  ...DRAWN,
  figure: 'curves',
  config: 'a1b2c3d4e5f6',
  panels,
});
const panel = (title: string, some: readonly Series[]) => ({ title, unit: null, series: some });
const FRAME = { width: 640, height: 400 };

const lines = (drawing: ReturnType<typeof drawCurves>, width: number) =>
  drawing.marks.filter(
    (mark) =>
      mark.kind === 'line' && mark.width === width && mark.stroke !== 'grid' && mark.stroke !== 'muted',
  );

test('two replicates are two thin lines, their mean a strong one, training solid and validation dashed', () => {
  const one = panel('classifier loss', [
    series('training', [
      [0.8, 0.6],
      [0.6, 0.4],
    ]),
    series('validation', [
      [0.9, 0.7],
      [0.7, 0.5],
    ]),
  ]);
  const drawing = drawCurves(data([one]), FRAME);
  expect(lines(drawing, 1)).toHaveLength(4);
  const strong = lines(drawing, 2).filter(
    (mark) =>
      mark.kind === 'line' && mark.through.length === 2 && mark.through[0]![1] !== mark.through[1]![1],
  );
  expect(strong).toHaveLength(2);
  expect(strong.map((mark) => mark.kind === 'line' && mark.dashed)).toEqual([false, true]);
  const [training] = strong as [Extract<(typeof strong)[number], { kind: 'line' }>];
  const [first, last] = training.through as [readonly [number, number], readonly [number, number]];
  expect(first[0]).toBeLessThan(last[0]);
  // The loss falls: its line goes down, which is a larger y.
  expect(first[1]).toBeLessThan(last[1]);
  expect(drawing.marks.filter((mark) => mark.kind === 'area')).toHaveLength(2);
  expect(drawing.description).toContain('training 0.5000 ± 0.0100 at epoch 2');
  expect(lines(drawing, 1).map((mark) => mark.leadsTo)).toContainEqual({ trial: 101 });
});

test('the mean lies in the middle of two replicates', () => {
  const drawing = drawCurves(
    data([
      panel('loss', [
        series('training', [
          [1, 1],
          [0, 0],
        ]),
      ]),
    ]),
    FRAME,
  );
  const heights = lines(drawing, 1).map((mark) => (mark.kind === 'line' ? mark.through[0]![1] : Number.NaN));
  const point = drawing.marks.find((mark) => mark.tip?.startsWith('Epoch 1'));
  expect(point?.kind === 'point' && point.at[1]).toBeCloseTo((heights[0]! + heights[1]!) / 2);
});

test('one epoch of one replicate is a point', () => {
  const drawing = drawCurves(data([panel('loss', [series('training', [[0.5]])])]), FRAME);
  expect(drawing.marks.filter((mark) => mark.kind === 'point').length).toBeGreaterThan(0);
  expect(lines(drawing, 1)).toEqual([]);
  expect(textsOf(drawing)).toContain('1');
  expect(outside(drawing)).toEqual([]);
});

test('a gap lifts the pen, what is not finite is left out', () => {
  const drawing = drawCurves(
    data([panel('loss', [series('training', [[0.5, 0.4, null, Number.NaN, 0.3, 0.2]])])]),
    FRAME,
  );
  const [line] = lines(drawing, 2).filter((mark) => mark.kind === 'line' && mark.through.length === 6);
  expect(line?.kind === 'line' && line.through.map((place) => place === null)).toEqual([
    false,
    false,
    true,
    true,
    false,
    false,
  ]);
});

test('a config of an arm without a VAE has no panels of one, one without values says so', () => {
  const drawing = drawCurves(
    data([
      panel('classifier loss', [series('training', [[1, 2]])]),
      panel('VAE loss', [series('training', [[null, Number.POSITIVE_INFINITY]])]),
    ]),
    FRAME,
  );
  expect(textsOf(drawing)).toContain('classifier loss');
  expect(textsOf(drawing)).not.toContain('VAE loss');
  expect(textsOf(drawCurves(data([]), FRAME)).join(' ')).toContain('No epoch of this config has a value');
});

test('four panels stand in two rows where there is room, in a column where it is narrow', () => {
  const four = ['a', 'b', 'c', 'd'].map((title) => panel(title, [series('training', [[1, 2, 3]])]));
  const places = (width: number, height: number) => {
    const drawing = drawCurves(data(four), { width, height });
    return ['a', 'b', 'c', 'd'].map((title) => {
      const mark = drawing.marks.find((one) => one.kind === 'text' && one.text === title);
      return mark?.kind === 'text' ? mark.at : null;
    });
  };
  const wide = places(640, 400);
  expect([wide[0]![1] === wide[1]![1], wide[0]![0] === wide[2]![0], wide[2]![1] > wide[0]![1]]).toEqual([
    true,
    true,
    true,
  ]);
  const narrow = places(320, 800);
  expect(new Set(narrow.map((at) => at![0])).size).toBe(1);
});

test('an interval that reaches far does not press the values together', () => {
  const one = series('training', [
    [0.5, 0.4],
    [0.6, 0.5],
  ]);
  const far = { ...one, half: [1e6, 1e6] };
  const drawing = drawCurves(data([panel('loss', [far])]), FRAME);
  const heights = lines(drawing, 1).flatMap((mark) =>
    mark.kind === 'line' ? mark.through.map((place) => place![1]) : [],
  );
  expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(80);
  expect(outside(drawing)).toEqual([]);
});

test('the table has a row an epoch of each replicate, and of the mean', () => {
  const { columns, rows } = curvesTable(
    data([
      panel('loss', [
        series('training', [
          [1, 0.5],
          [3, 1.5],
        ]),
      ]),
    ]),
  );
  expect(columns).toEqual(['measure', 'split', 'epoch', 'replicate', 'trial', 'value', 'half_interval']);
  expect([...rows]).toEqual([
    ['loss', 'training', 1, 0, 100, 1, null],
    ['loss', 'training', 2, 0, 100, 0.5, null],
    ['loss', 'training', 1, 1, 101, 3, null],
    ['loss', 'training', 2, 1, 101, 1.5, null],
    ['loss', 'training', 1, null, null, 2, 0.01],
    ['loss', 'training', 2, null, null, 1, 0.01],
  ]);
});

const anyValues = fc.array(fc.option(anyNumber, { nil: null }), { maxLength: 30 });
const anySeries = fc.record({
  label: fc.constantFrom('training' as const, 'validation' as const),
  replicates: fc.array(fc.record({ trial: fc.nat(), replicate: fc.nat(), values: anyValues }), {
    maxLength: 5,
  }),
  mean: anyValues,
  half: anyValues,
});

test('whatever the values, nothing stands outside the frame, no text over another', () => {
  const anyPanel = fc.record({
    title: anyText,
    unit: fc.option(fc.constant('nats'), { nil: null }),
    series: fc.array(anySeries, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(anyPanel, { maxLength: 8 }), anyFrame, (panels, frame) => {
      const drawing = drawCurves(data(panels), frame);
      expect(outside(drawing)).toEqual([]);
      expect(drawing.width).toBe(frame.width);
    }),
    { numRuns: 200 },
  );
});

test.each([320, 640, 1600])('real curves at width %s: no text over another', (width) => {
  const curve = (end: number) => Array.from({ length: 20 }, (_, i) => end + 0.3 * Math.exp(-i / 4));
  const titles = ['classifier loss', 'classifier accuracy', 'VAE loss', 'VAE accuracy'];
  const panels = titles.map((title, i) =>
    panel(title, [
      series('training', [curve(0.5), curve(0.51)]),
      series('validation', [curve(0.5 + i / 50), curve(0.52)]),
    ]),
  );
  expect(overlapping(drawCurves(data(panels), { width, height: 420 }))).toEqual([]);
});
