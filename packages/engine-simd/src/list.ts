import type { Rows } from '@latentsweep/core';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import { ByteRows, own } from './rows.ts';

/** The rows of a pass, in their order: a list of addresses, and one of weights (address 0: all are 1). */
export interface RowList {
  readonly address: number;
  readonly weights: number;
  readonly count: number;
  /** Some are rows of bytes, which are unpacked batch by batch. */
  readonly packed: boolean;
}

/** Batches are read 8 rows at a time, so beyond the last row must stand some row's address. */
const SPARE = 8;

/** Row numbers over several sources as a list. Throws RangeError for a number past the last row. */
export function listRows(
  { kernels, heap }: Machine,
  region: Region,
  given: readonly Rows[],
  features: number,
  order: Uint32Array,
  weights: Float32Array | null,
): RowList {
  const sources = given.map((rows) => own(rows, features));
  const count = order.length;
  const address = region.allocate((count + SPARE) * 4);
  const table = region.allocate(sources.length * 12);
  const words = (at: number, length: number) => new Uint32Array(heap.memory.buffer, at, length);
  words(table, sources.length * 3).set(
    sources.flatMap((rows) => [rows.capacity, rows.listed, rows.rowBytes]),
  );
  const packed = sources.some((rows) => rows instanceof ByteRows);
  words(address, count).set(order);
  if (!kernels.addresses(address, count, table, sources.length)) {
    throw new RangeError('a row number is past the end of the sources');
  }
  words(address + count * 4, SPARE).fill(words(address, 1)[0]!);
  if (weights === null) return { address, weights: 0, count, packed };
  const weightsAt = region.allocate((count + SPARE) * 4);
  const list = new Float32Array(heap.memory.buffer, weightsAt, count);
  // By a callback for each row this took longer than a pass.
  for (let i = 0; i < count; i++) list[i] = weights[order[i]!]!;
  return { address, weights: weightsAt, count, packed };
}

/** The first `count` rows of a source as a list. */
export function listFirst(
  { kernels, heap }: Machine,
  region: Region,
  given: Rows,
  features: number,
  count: number,
): RowList {
  const source = own(given, features);
  source.check(0, count);
  const address = region.allocate((count + SPARE) * 4);
  kernels.sequence(address, count, source.listed, source.rowBytes);
  new Uint32Array(heap.memory.buffer, address + count * 4, SPARE).fill(source.listed);
  return { address, weights: 0, count, packed: source instanceof ByteRows };
}
