import { linearMachine } from './kernels.ts';
import { doublesAt, piecesOf } from './room.ts';
import { blockRows, blocksOf, bytesOfRows, putRows } from './row-block.ts';
import type { WeightedRows } from './weighted-rows.ts';

/**
 * sum_i c_i x_i x_i' over rows, x_i with a 1 behind its columns for the intercept: the lower triangle is added to `into`
 * [columns + 1, columns + 1]. Rows of no curvature cost nothing.
 */
export function addGram(rows: WeightedRows, curvature: Float64Array, into: Float64Array): void {
  const { columns } = rows;
  const { kernels, spread } = linearMachine();
  const most = Math.ceil(blockRows(columns, 1) / spread) * spread;
  const width = columns + 1;
  const wide = Math.ceil(width / 4) * 4;
  const at = piecesOf({
    curvature: 8 * most,
    room: 16 * spread * wide,
    square: 8 * wide * wide,
    rows: bytesOfRows(most, columns),
  });
  const sums = doublesAt(at.square, wide * wide).fill(0);
  for (const range of blocksOf(rows, most)) {
    putRows(rows, range, at.rows);
    doublesAt(at.curvature, range.count).set(curvature.subarray(range.from, range.from + range.count));
    kernels.gram(at.rows, columns, range.count, at.curvature, at.room, at.square);
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) into[i * width + j] = into[i * width + j]! + sums[i * wide + j]!;
  }
}
