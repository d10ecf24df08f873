import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark, Place } from '../drawing.ts';
import { anyAxis, anyConfig, anyDrawn, anyFrame, anyNumber, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleParallel } from '../fixtures/sample.ts';
import { drawParallel, type ParallelData } from './parallel.ts';

const axes: ParallelData['axes'] = [
  { parameter: 'epochs', column: 'epochs', kind: 'number', low: 0, high: 10, log: false },
  { parameter: 'latent_size', column: 'latent_size', kind: 'choices', choices: ['2', '30'], more: 0 },
];
const parallel = (...lines: (readonly [number | null, number | null, number])[]): ParallelData => ({
  figure: 'parallel',
  ...DRAWN,
  axes,
  lines: lines.map(([a, b, mean], i) => ({
    ...{ hash: `h${i}`, arm: 'smote', mean, half: null, n: 1, values: [a, b] },
  })),
});
const linesOf = (marks: readonly Mark[]) =>
  ofKind(marks, 'line').flatMap(({ through, stroke, leadsTo }) =>
    leadsTo && 'config' in leadsTo ? [{ through: through as Place[], stroke, leadsTo }] : [],
  );
const lineOf = (marks: readonly Mark[], hash: string) =>
  linesOf(marks).find(({ leadsTo }) => leadsTo.config === hash)!;

test('a config is a line through its values and its mean, the best on top of all', () => {
  const { marks, selectable } = drawParallel(parallel([0, 0, 0.5], [10, 1, 0.9], [5, 0, 0.7]), FRAME);
  const [epochs, latent, metric] = selectable;
  expect(selectable.map(({ column }) => column)).toEqual(['epochs', 'latent_size', 'test_accuracy']);
  const through = lineOf(marks, 'h2').through;
  expect(through[0]).toEqual([epochs!.x + 8, epochs!.y + epochs!.height / 2]);
  expect(through[1]).toEqual([latent!.x + 8, latent!.y + latent!.height / 4]);
  expect(through[2]![1]).toBeCloseTo(metric!.y + metric!.height / 2);
  expect(linesOf(marks).map(({ leadsTo }) => leadsTo.config)).toEqual(['h0', 'h2', 'h1']);
  expect(lineOf(marks, 'h1').stroke).toBe('accent');
});

test('lower is better where it is', () => {
  const { marks } = drawParallel({ ...parallel([0, 0, 0.5], [10, 1, 0.9]), maximize: false }, FRAME);
  expect(lineOf(marks, 'h0').stroke).toBe('accent');
  expect(lineOf(marks, 'h1').stroke).toEqual({ scale: 0 });
});

test('a config that lacks a parameter passes beyond its axis', () => {
  const { marks, selectable } = drawParallel(parallel([0, 0, 0.5], [10, null, 0.9]), FRAME);
  const latent = selectable[1]!;
  expect(lineOf(marks, 'h1').through[1]![1]).toBeGreaterThan(latent.y + latent.height + 5);
  expect(marks.some((m) => m.kind === 'text' && m.text === 'none')).toBe(true);
});

test('where axes have no room side by side, they lie below one another', () => {
  const { selectable } = drawParallel(sampleParallel(20), { width: 320, height: 420 });
  expect(new Set(selectable.map(({ along }) => along))).toEqual(new Set(['x']));
  expect(new Set(selectable.map(({ y }) => y)).size).toBe(5);
});

test('what has no mean is left out, and without any it says why', () => {
  expect(linesOf(drawParallel(parallel([0, 0, 0.5], [1, 1, Number.NaN]), FRAME).marks)).toHaveLength(1);
  const none = drawParallel({ figure: 'parallel', ...NOTHING, axes, lines: [] }, FRAME);
  expect(none.description).toContain('No config has a value');
});

test('10,000 choices and one value everywhere', () => {
  const choices = Array.from({ length: 10_000 }, (_, i) => `choice ${i}`);
  const axis = { parameter: 'a', column: 'a', kind: 'choices', choices, more: 0 } as const;
  const drawing = drawParallel(
    { ...parallel([9_999, 0, 0.5], [9_999, 0, 0.5]), axes: [axis, axes[1]!] },
    FRAME,
  );
  expect(linesOf(drawing.marks)).toHaveLength(2);
  expect(drawing.marks.length).toBeLessThan(200);
  expect(outside(drawing)).toEqual([]);
});

test('axes without room are named', () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ ...axes[0]!, parameter: `p${i}`, column: `p${i}` }));
  const drawing = drawParallel({ ...parallel([0, 0, 0.5]), axes: many }, FRAME);
  expect(drawing.selectable.length).toBeLessThan(20);
  expect(drawing.selectable.at(-1)!.column).toBe('test_accuracy');
  expect(drawing.marks.some((m) => m.kind === 'text' && m.text.startsWith('There is no room for p'))).toBe(
    true,
  );
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawParallel(sampleParallel(200), { width, height: 420 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const line = fc.tuple(anyConfig, fc.array(fc.option(anyNumber), { maxLength: 8 }));
  fc.assert(
    fc.property(
      anyDrawn,
      fc.array(anyAxis, { maxLength: 8 }),
      fc.array(line, { maxLength: 10 }),
      anyFrame,
      (drawn, some, lines, frame) => {
        const data = lines.map(([config, values]) => ({ ...config, values }));
        expect(
          outside(drawParallel({ figure: 'parallel', ...drawn, axes: some, lines: data }, frame)),
        ).toEqual([]);
      },
    ),
  );
});
