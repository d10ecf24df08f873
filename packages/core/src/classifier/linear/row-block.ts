import type { FittingRows } from '../classifier.ts';
import { linearMachine } from './kernels.ts';

/** Bytes of rows that are gone over together, with their scores and slopes: they stay in the nearest caches. */
const TOGETHER = 65536;

/** Some rows, next to one another. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** Rows of so many columns and scores that are gone over together, a multiple of four. */
export function blockRows(columns: number, outputs: number): number {
  return Math.max(4, Math.floor(TOGETHER / (16 * (columns + 4 * outputs))) * 4);
}

/** All rows, `most` at a time. */
export function* blocksOf({ count }: Pick<FittingRows, 'count'>, most: number): Generator<RowRange> {
  for (let from = 0; from < count; from += most) yield { from, count: Math.min(most, count - from) };
}

/** Bytes that rows take, with what is read behind them. */
export const bytesOfRows = (count: number, columns: number) => 4 * count * columns + linearMachine().slack;

/** Puts features of rows to an address, zeros behind them. */
export function putRows(
  { features, columns }: Pick<FittingRows, 'features' | 'columns'>,
  { from, count }: RowRange,
  address: number,
): void {
  const { memory, slack } = linearMachine();
  const to = new Float32Array(memory.buffer, address, count * columns + slack / 4);
  to.set(features.subarray(from * columns, (from + count) * columns));
  to.fill(0, count * columns);
}
