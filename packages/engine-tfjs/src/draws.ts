import type { Seed } from '@latentsweep/core';
import { compiled } from './compiled.ts';

/**
 * Core's draws by kernels, some ten times as fast as by `random/stream.ts`. Words and shuffles have core's bits;
 * normals agree with core's to 1e-6.
 */
export type Draws = ReturnType<typeof createDraws>;

/** Words come in pairs of chunks of 16. */
const PAIR = 32;
const LINE = 64;
const PAGE = 65536;

/** Addresses are byte offsets in the module's memory; see core/assembly/random.ts. */
interface Kernels {
  readonly HEAP: WebAssembly.Global;
  /** out, chunk, chunks, seed, purpose, round, step */
  words(...given: readonly number[]): void;
  normals(at: number, chunks: number): void;
  /** order, also, count, seed, purpose, round */
  shuffle(...given: readonly number[]): void;
}

/** Throws LatentsweepError `kernels_missing` where the kernels have not been built. */
export function createDraws() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled('draws'), { env: { memory } });
  const kernels = exports as unknown as Kernels;
  const at = Math.ceil((kernels.HEAP.value as number) / LINE) * LINE;

  /** Address of room for so many 32-bit words; what was there before is gone. */
  function room(count: number): number {
    const missing = at + Math.ceil(count / PAIR) * PAIR * 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Returns how many chunks there are at `at` now. */
  function drawWords(count: number, seed: Seed, purpose: number, round: number, step: number): number {
    const chunks = Math.ceil(count / PAIR) * 2;
    kernels.words(room(count), 0, chunks, seed[0], seed[1], purpose, round, step);
    return chunks;
  }

  return {
    /** Core's `stepWords`. A view, valid until the next call. */
    words(count: number, seed: Seed, purpose: number, round: number, step: number): Uint32Array {
      drawWords(count, seed, purpose, round, step);
      return new Uint32Array(memory.buffer, at, count);
    },
    /** Core's `stepNormals`. A view, valid until the next call. */
    normals(count: number, seed: Seed, purpose: number, round: number, step: number): Float32Array {
      const chunks = drawWords(count, seed, purpose, round, step);
      kernels.normals(at, chunks);
      return new Float32Array(memory.buffer, at, count);
    },
    /** Core's `shuffle`, in place. */
    shuffle(order: Uint32Array, seed: Seed, purpose: number, round: number): void {
      const address = room(order.length);
      const copy = new Uint32Array(memory.buffer, address, order.length);
      copy.set(order);
      kernels.shuffle(address, 0, order.length, seed[0], seed[1], purpose, round);
      order.set(copy);
    },
  };
}
