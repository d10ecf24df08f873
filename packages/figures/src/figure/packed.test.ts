import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed } from './packed.ts';

test('what follows one another shares a row, what is at the same time does not', () => {
  const stretches = [
    { from: 0, to: 10 },
    { from: 5, to: 15 },
    { from: 10, to: 20 },
    { from: 16, to: null },
  ];
  expect(packed(stretches, 30)).toEqual({ rows: [0, 1, 0, 1], count: 2 });
  expect(packed([], 0)).toEqual({ rows: [], count: 1 });
});

test('no row holds two at once, as long as there are rows', () => {
  const stretch = fc
    .tuple(fc.nat(100), fc.integer({ min: 1, max: 5 }))
    .map(([from, long]) => ({ from, to: from + long }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 15 }), (stretches) => {
      const { rows, count } = packed(stretches, 1000);
      expect(Math.max(0, ...rows)).toBeLessThan(count);
      stretches.forEach((a, i) => {
        stretches.forEach((b, j) => {
          if (i < j && rows[i] === rows[j]) expect(a.to <= b.from || b.to <= a.from).toBe(true);
        });
      });
    }),
  );
});
