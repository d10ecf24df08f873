import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callouts } from './callout.ts';
import { ofKind } from './fixtures/of-kind.ts';

const PLOT = { x: 10, y: 10, width: 300, height: 200 };

test('a label lies beside its place, on the side that was asked for, and within the plot', () => {
  const [ground] = ofKind(callouts([{ at: [100, 100], said: 'best' }], PLOT), 'rect');
  expect(ground!.x).toBeGreaterThan(100);
  expect(ground!.y + ground!.height).toBeLessThan(100);
  const below = ofKind(callouts([{ at: [100, 100], said: 'best', side: 'below' }], PLOT), 'rect')[0]!;
  expect(below.y).toBeGreaterThan(100);
  const edge = ofKind(callouts([{ at: [309, 11], said: 'best' }], PLOT), 'rect')[0]!;
  expect([edge.x + edge.width < 309, edge.y > 11]).toEqual([true, true]);
});

test('labels never lie over one another, nor outside', () => {
  const place = fc.tuple(fc.integer({ min: 10, max: 310 }), fc.integer({ min: 10, max: 210 }));
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), (places) => {
      const boxes = ofKind(
        callouts(
          places.map((at) => ({ at, said: 'chosen: 0.9' })),
          PLOT,
        ),
        'rect',
      );
      boxes.forEach((a, i) => {
        expect(a.x >= 10 && a.x + a.width <= 310 && a.y >= 10 && a.y + a.height <= 210).toBe(true);
        for (const b of boxes.slice(i + 1)) {
          const apart =
            a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;
          expect(apart).toBe(true);
        }
      });
    }),
  );
});
