import { describe, expect, it } from 'vitest';
import type { Objective } from './objective.ts';
import { sigmoidLoss } from './sigmoid-loss.ts';
import { softmaxLoss } from './softmax-loss.ts';
import { squaredHinge } from './squared-hinge.ts';
import { weightedRows } from './weighted-rows.ts';

const COUNT = 23;
const COLUMNS = 3;
const draw = (i: number) => ((i * 2654435761) % 4294967296) / 4294967296;
const rows = weightedRows({
  features: Float32Array.from({ length: COUNT * COLUMNS }, (_, i) => draw(i)),
  weights: Float32Array.from({ length: COUNT }, (_, i) => 0.5 + draw(i + 99)),
  count: COUNT,
  columns: COLUMNS,
});
const labels = Uint8Array.from({ length: COUNT }, (_, i) => Math.floor(3 * draw(i + 7)));
const sides = Float64Array.from(labels, (label) => (label === 1 ? 1 : -1));

const OBJECTIVES: readonly (readonly [string, Objective])[] = [
  [
    'sigmoid',
    sigmoidLoss(
      rows,
      Float64Array.from({ length: COUNT }, (_, i) => draw(i + 50)),
      0.3,
    ),
  ],
  ['softmax', softmaxLoss(rows, labels, 3, 0.3)],
  ['squared hinge', squaredHinge(rows, sides, 0.3)],
];

/** Of the value (gradient) and of the gradient (Hessian), by central differences. */
const STEP = 1e-5;

describe.each(OBJECTIVES)('%s', (_, objective) => {
  const { size } = objective;
  const at = Float64Array.from({ length: size }, (_, i) => draw(i + 3) - 0.5);
  const beside = (i: number, by: number) => at.map((value, j) => (i === j ? value + by : value));
  const gradientAt = (parameters: Float64Array) => {
    const gradient = new Float64Array(size);
    objective.at(parameters, gradient);
    return gradient;
  };

  it('has the gradient that differences have', () => {
    const gradient = gradientAt(at);
    const value = (i: number, by: number) => objective.at(beside(i, by), new Float64Array(size));
    for (let i = 0; i < size; i++) {
      expect(gradient[i]).toBeCloseTo((value(i, STEP) - value(i, -STEP)) / (2 * STEP), 7);
    }
  });

  it('has the Hessian that differences have, but for the direction that no gradient has', () => {
    gradientAt(at);
    const hessian = new Float64Array(size * size);
    objective.hessian(hessian);
    for (let i = 0; i < size; i++) {
      const up = gradientAt(beside(i, STEP));
      const down = gradientAt(beside(i, -STEP));
      for (let j = i; j < size; j++) {
        const both = size > COLUMNS + 1 && i % (COLUMNS + 1) === COLUMNS && j % (COLUMNS + 1) === COLUMNS;
        const expected = (up[j]! - down[j]!) / (2 * STEP) + (both ? 0.25 : 0);
        expect(hessian[j * size + i]).toBeCloseTo(expected, 7);
      }
    }
  });
});
