import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap, type Region } from './heap.ts';

const START = 1000;
const newHeap = () => new Heap(new WebAssembly.Memory({ initial: 1 }), START);

interface Held {
  readonly region: Region;
  readonly blocks: { readonly address: number; readonly bytes: number }[];
}

function expectApart(blocks: readonly { address: number; bytes: number }[]): void {
  const sorted = blocks.toSorted((a, b) => a.address - b.address);
  sorted.slice(1).forEach((block, i) => {
    expect(block.address).toBeGreaterThanOrEqual(sorted[i]!.address + sorted[i]!.bytes);
  });
}

describe('Heap', () => {
  it('hands out zeroed blocks that never overlap, on cache lines, past its start', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 5 });
    const acts = fc.array(fc.oneof(sizes, fc.nat(20)), { maxLength: 40 });
    fc.assert(
      fc.property(acts, (given) => {
        const heap = newHeap();
        const held: Held[] = [];
        for (const act of given) {
          if (typeof act === 'number') {
            const [freed] = held.splice(act % Math.max(1, held.length), 1);
            freed?.region.free();
            continue;
          }
          const region = heap.region();
          const blocks = act.map((bytes) => {
            const address = region.allocate(bytes);
            const block = new Uint8Array(heap.memory.buffer, address, bytes);
            expect(block.every((byte) => byte === 0)).toBe(true);
            block.fill(0xff);
            expect(address % 64).toBe(0);
            expect(address).toBeGreaterThanOrEqual(START);
            return { address, bytes };
          });
          held.push({ region, blocks });
        }
        expectApart(held.flatMap(({ blocks }) => blocks));
      }),
      { numRuns: 50 },
    );
  });

  it('joins what was freed, in any order, so that all of it can be had again', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(8).keys()], { minLength: 8 }), (order) => {
        const heap = newHeap();
        const regions = order.map(() => heap.region());
        for (const region of regions) region.allocate(1 << 16);
        const { end } = heap;
        for (const k of order) regions[k]!.free();
        heap.region().allocate(8 << 16);
        expect(heap.end).toBe(end);
      }),
    );
  });

  it('frees a region once, however often it is asked', () => {
    const heap = newHeap();
    const region = heap.region();
    const address = region.allocate(64);
    region.free();
    region.free();
    expect(heap.region().allocate(64)).toBe(address);
    expect(heap.region().allocate(64)).not.toBe(address);
  });
});
