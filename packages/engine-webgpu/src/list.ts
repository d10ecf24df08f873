import type { Rows } from '@latentsweep/core';
import { own } from './rows.ts';

/** The rows of a pass, in their order: where each lies in the GPU's memory, in vectors. */
export interface RowList {
  readonly places: Uint32Array;
  /** A weight each; null: all are 1. */
  readonly weights: Float32Array | null;
  readonly count: number;
}

/** Batches are read 8 rows at a time, so beyond the last row must stand some row's place. */
const SPARE = 8;

/** Row numbers over several sources as a list. Throws RangeError for a number past the last row. */
export function listRows(
  given: readonly Rows[],
  features: number,
  order: Uint32Array,
  weights: Float32Array | null,
): RowList {
  const sources = given.map((rows) => own(rows, features));
  const count = order.length;
  const places = new Uint32Array(count + SPARE);
  for (let i = 0; i < count; i++) {
    let row = order[i]!;
    let k = 0;
    while (k < sources.length && row >= sources[k]!.capacity) row -= sources[k++]!.capacity;
    const source = sources[k];
    if (!source) throw new RangeError('a row number is past the end of the sources');
    places[i] = source.at + row * source.vectors;
  }
  places.fill(places[0]!, count);
  return { places, weights: weights && Float32Array.from(order, (row) => weights[row]!), count };
}

/** The first `count` rows of a source as a list. */
export function listFirst(given: Rows, features: number, count: number): RowList {
  const source = own(given, features);
  source.check(0, count);
  const places = new Uint32Array(count + SPARE);
  for (let i = 0; i < count; i++) places[i] = source.at + i * source.vectors;
  places.fill(source.at, count);
  return { places, weights: null, count };
}
