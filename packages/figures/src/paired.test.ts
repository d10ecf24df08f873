import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from './fixtures/any.ts';
import { outside, overlapping } from './fixtures/outside.ts';
import { textsOf } from './fixtures/texts.ts';
import { drawPaired, type PairedData } from './paired.ts';

const FRAME = { width: 640, height: 300 };
const difference = (label: string, values: readonly number[], half: number | null) => ({
  hash: `hash of ${label}`,
  label,
  value: values.reduce((sum, value) => sum + value, 0) / values.length,
  half,
  pairs: values.map((value, replicate) => ({ replicate, difference: value })),
});
const data = (differences: PairedData['differences']): PairedData => ({
  ...{ sweep: 'deck-mixing', by: 'test_accuracy' },
  first: 'oversample',
  differences,
});

test('pairs are points, the mean and its interval stand around zero', () => {
  const drawing = drawPaired(
    data([difference('smote', [0.01, 0.03], 0.05), difference('none', [-0.2, -0.2], null)]),
    FRAME,
  );
  const zero = drawing.marks.find((mark) => mark.kind === 'line' && mark.dashed);
  const at = zero?.kind === 'line' ? zero.through[0]![0] : Number.NaN;
  const means = drawing.marks.flatMap((mark) =>
    mark.kind === 'point' && mark.shape === 'diamond' && mark.tip ? [mark] : [],
  );
  expect([means[0]!.at[0] > at, means[1]!.at[0] < at]).toEqual([true, true]);
  const pairs = drawing.marks.flatMap((mark) =>
    mark.kind === 'point' && mark.tip?.includes('replicate') ? [mark] : [],
  );
  expect(pairs).toHaveLength(4);
  expect((pairs[0]!.at[0] + pairs[1]!.at[0]) / 2).toBeCloseTo(means[0]!.at[0]);
  const [interval] = drawing.marks.flatMap((mark) =>
    mark.kind === 'line' && mark.tip ? [mark.through] : [],
  );
  expect((interval![0]![0] + interval![1]![0]) / 2).toBeCloseTo(means[0]!.at[0]);
  expect(interval![0]![0]).toBeLessThan(at);
  expect(means[0]!.leadsTo).toEqual({ config: 'hash of smote' });
  expect(textsOf(drawing)).toEqual(
    expect.arrayContaining(['+0.0200 ± 0.0500', '-0.2000', 'better is right']),
  );
});

test('the interval of two replicates may reach far: it is cut, the points stay apart', () => {
  const drawing = drawPaired(data([difference('a', [0.01, 0.02], 1000)]), FRAME);
  const xs = drawing.marks.flatMap((mark) =>
    mark.kind === 'point' && mark.tip?.includes('replicate') ? [mark.at[0]] : [],
  );
  expect(Math.abs(xs[0]! - xs[1]!)).toBeGreaterThan(30);
  expect(outside(drawing)).toEqual([]);
});

test('without a common replicate it says so; more configs than have room are counted', () => {
  const none = { hash: 'a', label: 'a', value: null, half: null, pairs: [] };
  expect(textsOf(drawPaired(data([none]), FRAME)).join(' ')).toContain(
    'No other config has a replicate in common with oversample.',
  );
  const many = drawPaired(
    data(Array.from({ length: 50 }, (_, i) => difference(`c${i}`, [0.1], null))),
    FRAME,
  );
  expect(textsOf(many).join(' ')).toMatch(/\d+ more configs where there is more room\./);
  for (const width of [320, 640, 1600]) {
    const some = Array.from({ length: 6 }, (_, i) =>
      difference(`arm=vae_mixing kl=${i}`, [i / 100, i / 90], 0.01),
    );
    expect(overlapping(drawPaired(data(some), { width, height: 360 }))).toEqual([]);
  }
});

test('a loss is better where it is lower, of a measure of somebody nothing is known', () => {
  const one = data([difference('a', [0.1], null)]);
  expect(textsOf(drawPaired({ ...one, by: 'test_log_loss' }, FRAME))).toContain('better is left');
  expect(textsOf(drawPaired({ ...one, by: 'mine' }, FRAME)).join(' ')).not.toContain('better');
});

test('whatever the differences, nothing stands outside the frame', () => {
  const maybe = fc.option(anyNumber, { nil: null });
  const any = fc.record({
    hash: fc.string(),
    label: anyText,
    value: maybe,
    half: maybe,
    pairs: fc.array(fc.record({ replicate: fc.nat(), difference: anyNumber }), { maxLength: 10 }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), anyFrame, (differences, frame) => {
      expect(outside(drawPaired(data(differences), frame))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
