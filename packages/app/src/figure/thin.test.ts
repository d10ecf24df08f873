import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinned } from './thin.ts';

const rising = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 400 });

test('no more places than are wanted, its ends and an order among them', () => {
  fc.assert(
    fc.property(rising, rising, fc.integer({ min: 3, max: 50 }), (a, b, most) => {
      const n = Math.min(a.length, b.length);
      const [x, y] = [a, b].map((values) => values.slice(0, n).sort((p, q) => p - q));
      const thin = thinned({ x: x!, y: y! }, most);
      expect(thin.x.length).toBeLessThanOrEqual(most);
      expect(thin.x.length).toBe(thin.y.length);
      expect([thin.x[0], thin.x.at(-1), thin.y.at(-1)]).toEqual([x![0], x!.at(-1), y!.at(-1)]);
      const places = new Set(x!.map((at, i) => `${at} ${y![i]}`));
      expect(thin.x.every((at, i) => places.has(`${at} ${thin.y[i]}`))).toBe(true);
      if (n <= most) expect(thin).toEqual({ x, y });
    }),
  );
});

test('what is left out went no farther than a step', () => {
  const x = Array.from({ length: 20_001 }, (_, i) => i / 20_000);
  const y = x.map(Math.sqrt);
  const thin = thinned({ x, y }, 300);
  expect(thin.x.length).toBeGreaterThan(290);
  const steps = thin.x.slice(1).map((at, i) => at - thin.x[i]! + thin.y[i + 1]! - thin.y[i]!);
  expect(Math.max(...steps)).toBeLessThan(3 / 298);
});
