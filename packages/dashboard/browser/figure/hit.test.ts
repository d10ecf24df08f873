import type { Mark, Selectable } from '@latentsweep/figures';
import { expect, test } from 'vitest';
import { chosenOn, draggedAlong, markAt, selectablesAt, spanOver } from './hit.ts';

const point = (x: number, y: number, tip?: string): Mark => ({
  kind: 'point',
  at: [x, y],
  radius: 3,
  fill: 'accent',
  ...(tip === undefined ? {} : { tip }),
});

const axis = (scale: Selectable['scale'], along: 'x' | 'y' = 'x'): Selectable => ({
  column: 'latent_size',
  along,
  x: 100,
  y: 50,
  width: 200,
  height: 100,
  scale,
});

test('the nearest mark that says something is pointed at', () => {
  const marks = [point(10, 10, 'a'), point(20, 10, 'b'), point(14, 10)];
  expect(markAt({ marks }, [13, 10])?.tip).toBe('a');
  expect(markAt({ marks }, [17, 10])?.tip).toBe('b');
  expect(markAt({ marks }, [200, 10])).toBeNull();
});

test('a line is pointed at between its places, not where the pen was lifted', () => {
  const line: Mark = {
    kind: 'line',
    through: [[0, 0], [100, 0], null, [200, 0]],
    stroke: 'accent',
    tip: 'line',
  };
  expect(markAt({ marks: [line] }, [50, 3])?.tip).toBe('line');
  expect(markAt({ marks: [line] }, [150, 3])).toBeNull();
});

test('an area and a rectangle are pointed at inside', () => {
  const area: Mark = {
    kind: 'area',
    around: [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
    fill: 'accent',
    tip: 'area',
  };
  const rect: Mark = { kind: 'rect', x: 50, y: 0, width: 10, height: 10, fill: 'accent', tip: 'rect' };
  expect(markAt({ marks: [area, rect] }, [5, 5])?.tip).toBe('area');
  expect(markAt({ marks: [area, rect] }, [55, 5])?.tip).toBe('rect');
});

test('a drag chooses values of a linear and of a logarithmic axis', () => {
  const linear = chosenOn(axis({ kind: 'linear', from: 0, to: 10 }), [200, 60], [150, 60]);
  expect(linear).toMatchObject({ column: 'latent_size', from: 2.5, to: 5 });
  const log = chosenOn(axis({ kind: 'log', from: 0.001, to: 10 }), [150, 60], [250, 60]);
  expect(log).toMatchObject({ from: expect.closeTo(0.01, 9), to: expect.closeTo(1, 9) });
});

test('the lower end of an upright axis is its first', () => {
  const upright = axis({ kind: 'linear', from: 0, to: 1 }, 'y');
  expect(chosenOn(upright, [110, 150], [110, 100])).toMatchObject({ from: 0, to: 0.5 });
  expect(chosenOn(upright, [110, 900], [110, -900])).toMatchObject({ from: 0, to: 1 });
});

test('choices are chosen by their parts, one by a click', () => {
  const choices = axis({ kind: 'choices', choices: ['none', 'smote', 'placebo', 'vae_mixing'] });
  expect(chosenOn(choices, [160, 60], [160, 60])).toEqual({ column: 'latent_size', choices: ['smote'] });
  expect(chosenOn(choices, [160, 60], [299, 60])).toMatchObject({
    choices: ['smote', 'placebo', 'vae_mixing'],
  });
});

test('nothing is chosen by a click on numbers', () => {
  expect(chosenOn(axis({ kind: 'linear', from: 0, to: 1 }), [150, 60], [150, 60])).toBeNull();
});

test('the way of the drag tells which of two axes is meant', () => {
  const both = [axis({ kind: 'linear', from: 0, to: 1 }), axis({ kind: 'linear', from: 0, to: 1 }, 'y')];
  expect(selectablesAt({ selectable: both }, [150, 60])).toHaveLength(2);
  expect(draggedAlong(both, [150, 60], [180, 65])?.along).toBe('x');
  expect(draggedAlong(both, [150, 60], [155, 95])?.along).toBe('y');
  expect(draggedAlong(both, [150, 60], [152, 61])).toBeNull();
});

test('the span that is drawn stays on the axis', () => {
  const linear = axis({ kind: 'linear', from: 0, to: 1 });
  expect(spanOver(linear, [50, 60], [150, 70])).toEqual({ x: 100, y: 50, width: 50, height: 100 });
});
