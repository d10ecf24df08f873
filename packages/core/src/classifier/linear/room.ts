import { linearMachine } from './kernels.ts';

const LINE = 64;
const PAGE = 65536;

/**
 * Addresses of pieces of so many bytes in the kernels' memory, which grows to the largest call. They are the caller's until
 * the next call, which gets the same.
 */
export function piecesOf<Name extends string>(sizes: Readonly<Record<Name, number>>): Record<Name, number> {
  const { memory, heap } = linearMachine();
  let end = heap;
  const addresses: Record<Name, number> = { ...sizes };
  for (const name in sizes) {
    addresses[name] = Math.ceil(end / LINE) * LINE;
    end = addresses[name] + sizes[name];
  }
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return addresses;
}

/** Doubles of the kernels' memory, until it grows. */
export function doublesAt(address: number, count: number): Float64Array {
  return new Float64Array(linearMachine().memory.buffer, address, count);
}
