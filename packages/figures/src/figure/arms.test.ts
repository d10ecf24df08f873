import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyDrawn, anyFrame, anyNumber, anyText, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleArms, spreadOf } from '../fixtures/sample.ts';
import { type ArmsData, drawArms } from './arms.ts';

const arm = (name: string, values: readonly number[], collapsedShare: number | null = null) => ({
  arm: name,
  spread: spreadOf(values),
  histogram: {
    edges: [0, 0.5, 1],
    counts: [values.filter((v) => v < 0.5).length, values.filter((v) => v >= 0.5).length],
  },
  collapsedShare,
});
const arms = (...some: ArmsData['arms'][number][]): ArmsData => ({ figure: 'arms', ...DRAWN, arms: some });
const of = (marks: readonly Mark[], name: string) => marks.filter(({ tip }) => tip?.startsWith(`${name}:`));

test('an arm has its least, quartiles, most and mean on one axis, and its shape', () => {
  const { marks, selectable } = drawArms(arms(arm('smote', [0, 0.25, 0.5, 0.75, 1])), FRAME);
  const { x, width, column } = selectable.find(({ along }) => along === 'x')!;
  expect(column).toBe('test_accuracy');
  const own = of(marks, 'smote');
  const box = own.find((m) => m.kind === 'rect')!;
  expect(box).toMatchObject({ x: x + width / 4, width: width / 2 });
  const reach = ofKind(own, 'line').find(({ width: w }) => w === 1.5)!;
  expect(reach.through.map((at) => at![0])).toEqual([x, x + width]);
  const mean = ofKind(own, 'point')[0]!;
  expect(mean.at[0]).toBeCloseTo(x + width / 2);
  const shape = ofKind(own, 'area')[0]!;
  const tops = shape.around.map(([, y]) => y);
  expect(tops[0]! - tops[1]!).toBeCloseTo((2 / 3) * (tops[0]! - tops[3]!));
});

test('the best is on top, and what collapsed is said', () => {
  const { marks } = drawArms(arms(arm('vae_mixing', [0.9, 0.95], 0.12), arm('none', [0.5])), FRAME);
  expect(textsOf(marks)).toEqual(expect.arrayContaining(['0.9250', '12% collapsed']));
  const y = (name: string) => ofKind(of(marks, name), 'point')[0]!.at[1];
  expect(y('vae_mixing')).toBeLessThan(y('none'));
});

test('one value everywhere is drawn; arms without a number are left out; none says why', () => {
  const same = drawArms(arms(arm('smote', [0.7, 0.7])), FRAME);
  expect(outside(same)).toEqual([]);
  expect(of(same.marks, 'smote').length).toBeGreaterThan(2);
  const none = { ...arm('none', [0.5]), spread: { ...spreadOf([0.5]), mean: Number.NaN } };
  expect(of(drawArms(arms(none, arm('smote', [0.5])), FRAME).marks, 'none')).toEqual([]);
  expect(drawArms({ ...arms(), ...NOTHING }, FRAME).description).toContain('There is no value');
});

test('of 10,000 arms those are shown that there is room for, and the rest is counted', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => arm(`arm ${i}`, [0.5, 0.6]));
  const drawing = drawArms(arms(...many), FRAME);
  expect(drawing.marks.length).toBeLessThan(400);
  expect(textsOf(drawing.marks).some((text) => / arms further down are not shown\.$/.test(text))).toBe(true);
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawArms(sampleArms(), { width, height: 480 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const one = fc.record({
    arm: anyText,
    spread: fc.record({
      ...{ least: anyNumber, quartiles: fc.tuple(anyNumber, anyNumber, anyNumber), most: anyNumber },
      ...{ mean: anyNumber, n: fc.nat() },
    }),
    histogram: fc.record({
      edges: fc.array(anyNumber, { maxLength: 6 }),
      counts: fc.array(anyNumber, { maxLength: 6 }),
    }),
    collapsedShare: fc.option(anyNumber),
  });
  fc.assert(
    fc.property(anyDrawn, fc.array(one, { maxLength: 12 }), anyFrame, (drawn, some, frame) => {
      expect(outside(drawArms({ figure: 'arms', ...drawn, arms: some }, frame))).toEqual([]);
    }),
  );
});
