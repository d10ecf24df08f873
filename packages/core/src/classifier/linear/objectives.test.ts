import fc from 'fast-check';
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

describe('a row', () => {
  const one = (x: number) =>
    weightedRows({ features: Float32Array.of(x, x, x), weights: null, count: 3, columns: 1 });
  /** What a row costs whose class is ahead of the other by a margin. */
  const cost = (margin: number) => Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));

  it('costs what its margin says, to the last digits, however large or small that is', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (margin) => {
        const near = (found: number, expected: number) =>
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-15 + 4e-15 * Math.abs(expected));
        const gradient = new Float64Array(2);
        near(
          sigmoidLoss(one(1), Float64Array.of(1, 1, 1), 0).at(Float64Array.of(margin, 0), gradient),
          cost(margin),
        );
        near(gradient[0]!, -1 / (1 + Math.exp(margin)));
        expect(gradient[1]).toBe(gradient[0]);
        const both = new Float64Array(4);
        const labels = Uint8Array.of(1, 1, 1);
        near(softmaxLoss(one(1), labels, 2, 0).at(Float64Array.of(0, 0, margin, 0), both), cost(margin));
        near(both[2]!, -1 / (1 + Math.exp(margin)));
        near(both[0]!, -both[2]!);
      }),
    );
  });

  it('of certain class costs little and not nothing', () => {
    for (const margin of [40, 300, 700]) {
      const found = [
        sigmoidLoss(one(1), Float64Array.of(1, 1, 1), 0).at(Float64Array.of(margin, 0), new Float64Array(2)),
        softmaxLoss(one(1), Uint8Array.of(1, 1, 1), 2, 0).at(
          Float64Array.of(0, 0, margin, 0),
          new Float64Array(4),
        ),
      ];
      for (const loss of found) expect(loss / Math.exp(-margin)).toBeCloseTo(1, 12);
    }
  });

  it('costs no number where its score is none, and a finite one where it is beyond exp', () => {
    const at = (x: number) =>
      sigmoidLoss(one(1), Float64Array.of(1, 1, 1), 0).at(Float64Array.of(x, 0), new Float64Array(2));
    expect(at(Number.NaN)).toBeNaN();
    expect(at(-1e6)).toBe(1e6);
    expect(at(1e6)).toBeLessThan(1e-300);
  });
});
