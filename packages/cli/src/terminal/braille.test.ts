import { metric } from '@latentsweep/app';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legend, lineChart } from './braille.ts';

const same = [(text: string) => text, (text: string) => text];
const chart = (...values: number[][]) =>
  lineChart(
    values.map((v, i) => ({ label: `s${i}`, values: v })),
    { width: 30, height: 4 },
    same,
    metric,
  );

test('a rising line goes from the bottom left to the top right', () => {
  const lines = chart([0, 1]);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^1\.0000 │ +[\u2801-\u28FF]+$/);
  expect(lines[3]).toMatch(/^0\.0000 │[\u2801-\u28FF]+$/);
  expect(lines[4]).toBe(`       └${'─'.repeat(22)}`);
  expect(lines[5]).toBe(`        1${'2'.padStart(21)}`);
});

test('without finite values there is nothing to draw', () => {
  expect(chart([])).toEqual([]);
  expect(chart([Number.NaN, Number.POSITIVE_INFINITY])).toEqual([]);
});

test('a constant, a single epoch and a gap are drawn', () => {
  expect(chart([0.5, 0.5]).join('')).toMatch(/[\u2801-\u28FF]/);
  expect(chart([0.5]).at(-1)?.trim()).toBe('1');
  expect(chart([0, Number.NaN, 1]).join('')).toMatch(/[\u2801-\u28FF]/);
});

test('any series stay in their box', () => {
  const values = fc.array(fc.double(), { maxLength: 50 });
  fc.assert(
    fc.property(values, values, fc.integer({ min: 12, max: 90 }), (a, b, width) => {
      const series = [a, b].map((v, i) => ({ label: `s${i}`, values: v }));
      for (const line of lineChart(series, { width, height: 5 }, same, () => 'label')) {
        expect(line.length).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('the legend names the lines', () => {
  const series = [
    { label: 'train', values: [] },
    { label: 'validation', values: [] },
  ];
  expect(legend(series, same)).toBe('━━ train   ╍╍ validation');
});
