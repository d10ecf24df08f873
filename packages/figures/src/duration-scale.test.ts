import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationScale } from './duration-scale.ts';

const ticksOf = (low: number, high: number, most: number) => {
  const [ticks = []] = durationScale({ low, high }).ticks(most);
  return ticks.map(({ label }) => label);
};

test.each([
  [0.001, 0.1, ['1 ms', '2 ms', '5 ms', '10 ms', '20 ms', '50 ms', '100 ms']],
  [1, 600, ['1 s', '10 s', '1 min', '10 min']],
  [60, 86_400, ['1 min', '10 min', '1 h', '6 h', '1 d']],
])('from %s to %s seconds', (low, high, labels) => {
  expect(ticksOf(low, high, labels.length)).toEqual(labels);
});

test('a tick stands where its duration is', () => {
  const scale = durationScale({ low: 1, high: 10_000 });
  const [ticks = []] = scale.ticks(8);
  expect(ticks.find(({ label }) => label === '1 min')?.place).toBe(scale.place(60));
});

test('ticks are at most as many as asked for, in order', () => {
  const seconds = fc.double({ min: 1e-4, max: 1e8, noNaN: true });
  fc.assert(
    fc.property(seconds, seconds, fc.integer({ min: 2, max: 20 }), (a, b, most) => {
      for (const ticks of durationScale({ low: Math.min(a, b), high: Math.max(a, b) }).ticks(most)) {
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks.every(({ place }, i) => i === 0 || place > ticks[i - 1]!.place)).toBe(true);
      }
    }),
  );
});
