import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choicesScale,
  focusedSpan,
  linearScale,
  logScale,
  numberText,
  type Scale,
  scaleOf,
  shareScale,
  spanOf,
} from './scale.ts';

const texts = (scale: Scale, most: number) => {
  const [first = []] = scale.ticks(most);
  return first.map(({ label }) => label);
};

test('what can be drawn makes the span', () => {
  expect(spanOf([3, null, Number.NaN, -1, Number.POSITIVE_INFINITY, undefined, 1e305])).toEqual({
    low: -1,
    high: 3,
  });
  expect(spanOf([Number.NaN, null])).toBeNull();
});

test('a linear axis ends at round numbers, and its ticks tell values apart', () => {
  const scale = linearScale({ low: 0.6321, high: 0.8934 });
  expect(scale.bounds).toEqual({ kind: 'linear', from: 0.6, to: 0.9 });
  expect(texts(scale, 4)).toEqual(['0.6', '0.7', '0.8', '0.9']);
  expect(scale.place(0.75)).toBeCloseTo(0.5);
  expect(texts(linearScale({ low: 0.97, high: 0.981 }), 4)).toEqual(['0.970', '0.975', '0.980']);
});

test.each([
  [{ low: 0, high: 30_000 }, ['0', '10,000', '20,000', '30,000']],
  [{ low: 0, high: 3e7 }, ['0', '1e7', '2e7', '3e7']],
  [{ low: 0, high: 3e-7 }, ['0', '1e-7', '2e-7', '3e-7']],
  [{ low: -1, high: 1 }, ['-1.0', '-0.5', '0.0', '0.5', '1.0']],
])('ticks of %j are written as people write numbers', (span, written) => {
  expect(texts(linearScale(span), 5)).toEqual(written);
});

test('one value everywhere gets room on both sides', () => {
  for (const value of [0.8, 0, -3, 1e-300, 5e-324, 1e300]) {
    const scale = linearScale({ low: value, high: value });
    expect(scale.place(value)).toBeGreaterThan(0.05);
    expect(scale.place(value)).toBeLessThan(0.95);
  }
  expect(logScale({ low: 5, high: 5 }).place(5)).toBeCloseTo(0.5);
  for (const value of [Number.MIN_VALUE, Number.MAX_VALUE]) {
    expect([...logScale({ low: value, high: value }).ticks(6)].flat().length).toBeLessThan(50);
  }
});

test('whole numbers have whole ticks', () => {
  expect(texts(linearScale({ low: 1, high: 2 }, { exact: true, whole: true }), 6)).toEqual(['1', '2']);
});

test('what has no place on an axis gets none', () => {
  const linear = linearScale({ low: 0, high: 1 });
  const log = logScale({ low: 0.001, high: 1 });
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect([linear.place(value), linear.clamped(value), log.place(value)]).toEqual([null, null, null]);
  }
  expect([linear.place(2), linear.clamped(2), linear.clamped(-2)]).toEqual([null, 1, 0]);
  expect([log.place(0), log.place(-1), log.clamped(-1), log.place(0.0001)]).toEqual([null, null, null, null]);
});

test('a logarithm is refused where values have none', () => {
  expect(() => logScale({ low: 0, high: 1 })).toThrow(/begins above 0, not at 0/);
  expect(() => logScale({ low: -1, high: 1 })).toThrow(RangeError);
  const axis = { parameter: 'a', column: 'a', kind: 'number', low: 0, high: 1, log: true } as const;
  expect(scaleOf(axis).bounds.kind).toBe('linear');
});

test('a logarithm counts in powers of ten', () => {
  const scale = logScale({ low: 1e-4, high: 1 });
  expect(scale.place(0.01)).toBeCloseTo(0.5);
  expect(texts(scale, 6)).toEqual(['0.0001', '0.001', '0.01', '0.1', '1']);
  expect(texts(logScale({ low: 1, high: 30 }), 6)).toEqual(['1', '2', '5', '10', '20']);
  expect(texts(logScale({ low: 2, high: 5 }), 4)).toEqual(['2', '3', '4', '5']);
  expect(texts(logScale({ low: 1e-300, high: 1e300 }), 8)).toHaveLength(7);
});

test('choices have equal parts', () => {
  const scale = choicesScale(['a', 'b', 'c', 'd']);
  expect([0, 3, 3.4, 4].map((value) => scale.place(value))).toEqual([0.125, 0.875, 0.975, null]);
  expect(scale.band).toBe(0.25);
  expect(texts(scale, 4)).toEqual(['a', 'b', 'c', 'd']);
  expect(texts(scale, 2)).toEqual(['a', 'c']);
  expect(texts(choicesScale([]), 3)).toEqual([]);
  expect(texts(choicesScale(Array.from({ length: 10_000 }, (_, i) => `c${i}`)), 20)).toHaveLength(20);
});

test('shares are read in percent', () => {
  expect(texts(shareScale(), 5)).toEqual(['0%', '25%', '50%', '75%', '100%']);
});

test('a few values far off do not press the others into a line', () => {
  const near = Array.from({ length: 100 }, (_, i) => 0.5 + i / 1000);
  expect(focusedSpan([...near, 1e6, Number.NaN])).toEqual({ span: { low: 0.5, high: 0.599 }, beyond: 1 });
  expect(focusedSpan([1, 1, 1, 1, 50])).toEqual({ span: { low: 1, high: 50 }, beyond: 0 });
  expect(focusedSpan([null])).toBeNull();
});

test.each([
  [0, '0'],
  [0.05, '0.05'],
  [1e-7, '1e-7'],
  [123456.7, '123,457'],
  [1234.56, '1235'],
  [2.5e9, '2.5e9'],
  [Number.NaN, 'NaN'],
])('%s alone is written %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test('any span has an axis on which its ends have a place, and ticks within', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(number, number, fc.boolean(), (a, b, exact) => {
      const span = { low: Math.min(a, b), high: Math.max(a, b) };
      const scales = [linearScale(span, { exact })];
      if (span.low > 0) scales.push(logScale(span));
      for (const scale of scales) {
        for (const end of [span.low, span.high]) {
          const place = scale.clamped(end)!;
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(1);
        }
        for (const most of [2, 5, 9]) {
          for (const ticks of scale.ticks(most)) {
            expect(ticks.length).toBeLessThanOrEqual(most);
            for (const { place } of ticks) expect(place >= 0 && place <= 1).toBe(true);
          }
        }
      }
    }),
  );
});
