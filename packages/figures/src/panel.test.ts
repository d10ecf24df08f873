import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Drawing } from './drawing.ts';
import { outside, overlapping } from './fixtures/outside.ts';
import { boxesIn, panelIn } from './panel.ts';
import { choicesScale, linearScale, logScale } from './scale.ts';

const BOX = { x: 0, y: 0, width: 400, height: 300 };

test('values lie where their axes say', () => {
  const panel = panelIn(BOX, {
    x: { scale: linearScale({ low: 0, high: 10 }), title: 'epoch', column: 'epochs' },
    y: { scale: linearScale({ low: 0, high: 1 }), title: 'accuracy' },
  });
  const { plot } = panel;
  expect([panel.x(0), panel.x(10), panel.x(11)]).toEqual([plot.x, plot.x + plot.width, null]);
  expect([panel.y(0), panel.y(1), panel.yWithin(7)]).toEqual([plot.y + plot.height, plot.y, plot.y]);
  expect(panel.selectable).toEqual([
    { column: 'epochs', along: 'x', ...plot, scale: { kind: 'linear', from: 0, to: 10 } },
  ]);
});

test('choices go down, as in a list', () => {
  const panel = panelIn(BOX, {
    x: { scale: linearScale({ low: 0, high: 1 }) },
    y: { scale: choicesScale(['first', 'second']) },
  });
  expect(panel.y(0)!).toBeLessThan(panel.y(1)!);
});

test('a panel of any size stays in its box, and its texts apart', () => {
  const sizes = fc.tuple(fc.integer({ min: 120, max: 1600 }), fc.integer({ min: 120, max: 900 }));
  const scales = [
    linearScale({ low: 0.61, high: 0.8934 }),
    logScale({ low: 1e-5, high: 3 }),
    choicesScale(['none', 'class_weight', 'prior_shift', 'oversample', 'smote', 'placebo', 'vae_mixing']),
  ];
  const scale = fc.constantFrom(...scales);
  fc.assert(
    fc.property(sizes, scale, scale, ([width, height], x, y) => {
      const { marks } = panelIn(
        { x: 0, y: 0, width, height },
        {
          title: 'a panel',
          x: { scale: x, title: 'loss_weights.kl' },
          y: { scale: y, title: 'test_log_loss (nats)' },
        },
      );
      const drawing: Drawing = { width, height, title: '', description: '', marks, selectable: [] };
      expect(outside(drawing)).toEqual([]);
      expect(
        overlapping({ ...drawing, marks: marks.filter((m) => m.kind !== 'text' || !m.upright) }),
      ).toEqual([]);
    }),
  );
});

test('small multiples share the room, in rows', () => {
  const boxes = boxesIn(BOX, 4, { narrowest: 150, lowest: 100 });
  expect(boxes.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [208, 0],
    [0, 158],
    [208, 158],
  ]);
  expect(boxesIn(BOX, 40, { narrowest: 150, lowest: 100 })).toHaveLength(4);
  expect(boxesIn(BOX, 1, { narrowest: 500, lowest: 500 })).toEqual([BOX]);
});
