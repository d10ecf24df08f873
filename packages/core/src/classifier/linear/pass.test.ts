import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addGram } from './gram.ts';
import { pass } from './pass.ts';
import { blockRows } from './row-block.ts';
import { type WeightedRows, weightedRows } from './weighted-rows.ts';

/** Rows of any width and number, more than are taken together among them. */
const anyRows = fc.record({
  columns: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(130, 5000)),
  blocks: fc.constantFrom(0, 1),
  more: fc.integer({ min: 1, max: 140 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
});

const draw = (i: number) => ((i * 2654435761) % 4294967296) / 4294967296;

function rowsOf(columns: number, count: number, seed: number): WeightedRows {
  const features = Float32Array.from({ length: count * columns }, (_, i) => draw(i + seed) - 0.3);
  const weights = Float32Array.from({ length: count }, (_, i) => Math.floor(4 * draw(i * 7 + seed)) / 2);
  weights[0] = 1;
  return weightedRows({ features, count, columns, weights });
}

const countOf = (columns: number, blocks: number, more: number) =>
  columns === 1 ? more : Math.min(blocks * blockRows(columns, 1), 3000) + more;

it('has the scores of all rows and the gradient that their slopes make, block by block', () => {
  fc.assert(
    fc.property(anyRows, ({ columns, blocks, more, outputs, seed }) => {
      const rows = rowsOf(columns, countOf(columns, blocks, more), seed);
      const width = columns + 1;
      const parameters = Float64Array.from({ length: outputs * width }, (_, i) => draw(i * 3 + seed) - 0.5);
      const gradient = new Float64Array(outputs * width).fill(99);
      const scores = new Float64Array(outputs * rows.count);
      const slopeOf = (row: number, k: number) => draw(row * 5 + k) - 0.4;
      const seen: number[] = [];
      const total = pass(rows, parameters, gradient, (own) => {
        for (let i = 0; i < own.count; i++) {
          seen.push(own.from + i);
          for (let k = 0; k < outputs; k++) {
            scores[(own.from + i) * outputs + k] = own.scores[k * own.most + i]!;
            own.slopes[k * own.most + i] = slopeOf(own.from + i, k);
          }
        }
        return own.count;
      });
      expect(total).toBe(rows.count);
      expect(seen).toEqual(Array.from({ length: rows.count }, (_, row) => row));
      const expected = new Float64Array(outputs * width);
      for (let row = 0; row < rows.count; row++) {
        const x = [...rows.features.subarray(row * columns, (row + 1) * columns), 1];
        for (let k = 0; k < outputs; k++) {
          const score = x.reduce((sum, value, j) => sum + value * parameters[k * width + j]!, 0);
          if (!(Math.abs(scores[row * outputs + k]! - score) < 1e-11)) expect.fail(`row ${row}, output ${k}`);
          const slope = slopeOf(row, k);
          for (let j = 0; j < width; j++) expected[k * width + j]! += slope * x[j]!;
        }
      }
      const apart = gradient.map((value, i) => Math.abs(value - expected[i]!));
      expect(Math.max(...apart)).toBeLessThan(1e-10);
    }),
    { numRuns: 20 },
  );
});

it('has the mean squares of columns, and the products of any two', () => {
  fc.assert(
    fc.property(anyRows, ({ columns: any, blocks, more, seed }) => {
      const columns = Math.min(any, 40);
      const rows = rowsOf(columns, countOf(columns, blocks, more), seed);
      const width = columns + 1;
      // Rows without curvature on both sides of where they are put together.
      const curvature = Float64Array.from({ length: rows.count }, (_, i) => Math.max(0, draw(i * 11) - 0.2));
      const into = new Float64Array(width * width).fill(1);
      addGram(rows, curvature, into);
      const expected = new Float64Array(width * width);
      const squares = new Float64Array(width);
      for (let row = 0; row < rows.count; row++) {
        const x = [...rows.features.subarray(row * columns, (row + 1) * columns), 1];
        for (let i = 0; i < width; i++) {
          const a = x[i]!;
          squares[i]! += rows.weights[row]! * a * a;
          for (let j = 0; j < width; j++) expected[i * width + j]! += curvature[row]! * a * x[j]!;
        }
      }
      for (let i = 0; i < width; i++) {
        expect(rows.rms[i]! ** 2 * rows.total).toBeCloseTo(squares[i]!, 9);
        for (let j = 0; j < width; j++) {
          const made = into[i * width + j]!;
          if (j > i) expect(made).toBe(1);
          else if (!(Math.abs(made - 1 - expected[i * width + j]!) < 1e-9))
            expect.fail(`${i}, ${j}: ${made}`);
        }
      }
    }),
    { numRuns: 15 },
  );
});

it('reads nothing of what an earlier fit left behind the last row', () => {
  const left = weightedRows({
    features: new Float32Array(60).fill(Number.NaN),
    weights: null,
    count: 20,
    columns: 3,
  });
  pass(left, new Float64Array(4), new Float64Array(4), () => 0);
  const rows = rowsOf(3, 5, 1);
  const gradient = new Float64Array(4);
  pass(rows, Float64Array.of(1, 1, 1, 1), gradient, ({ scores, slopes }) => {
    expect(scores.subarray(0, 5).every(Number.isFinite)).toBe(true);
    slopes.fill(1);
    return 0;
  });
  expect(gradient.every(Number.isFinite)).toBe(true);
});
