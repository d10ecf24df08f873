/** Memory that its owner gives back in one go. Blocks are zeroed and begin on a cache line. */
export interface Region {
  /** The address of `bytes` new bytes, all zero. */
  allocate(bytes: number): number;
  free(): void;
}

interface Block {
  address: number;
  bytes: number;
}

const LINE = 64;
const PAGE = 65536;

/**
 * First fit over a list of free blocks in the order of their addresses, joined when they touch. Trials come and
 * go with other shapes by the thousand: what one leaves serves the next, and the memory grows to the largest.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #free: Block[] = [];
  #end: number;

  /** Hands out addresses from `start` on. */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.memory = memory;
    this.#end = Math.ceil(start / LINE) * LINE;
  }

  /** Bytes handed out or free, from the first address on. */
  get end(): number {
    return this.#end;
  }

  region(): Region {
    const blocks: Block[] = [];
    return {
      allocate: (bytes) => {
        const block = this.#take(Math.max(LINE, Math.ceil(bytes / LINE) * LINE));
        blocks.push(block);
        new Uint8Array(this.memory.buffer, block.address, block.bytes).fill(0);
        return block.address;
      },
      free: () => {
        for (const block of blocks.splice(0)) this.#give(block);
      },
    };
  }

  /** f with memory of its own for as long as it runs. */
  within<Result>(f: (region: Region) => Result): Result {
    const region = this.region();
    try {
      return f(region);
    } finally {
      region.free();
    }
  }

  /** What f builds in a region, which lives on as its owner's; where f throws, the region is given back. */
  keep<Result>(f: (region: Region) => Result): Result {
    const region = this.region();
    try {
      return f(region);
    } catch (error) {
      region.free();
      throw error;
    }
  }

  #take(bytes: number): Block {
    const index = this.#free.findIndex((block) => block.bytes >= bytes);
    if (index < 0) return this.#extend(bytes);
    const block = this.#free[index]!;
    const taken = { address: block.address, bytes };
    block.address += bytes;
    block.bytes -= bytes;
    if (block.bytes === 0) this.#free.splice(index, 1);
    return taken;
  }

  #extend(bytes: number): Block {
    const last = this.#free.at(-1);
    const address = last && last.address + last.bytes === this.#end ? last.address : this.#end;
    const end = address + bytes;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    if (address !== this.#end) this.#free.pop();
    this.#end = end;
    return { address, bytes };
  }

  #give(block: Block): void {
    const found = this.#free.findIndex(({ address }) => address > block.address);
    const index = found < 0 ? this.#free.length : found;
    this.#free.splice(index, 0, { ...block });
    this.#join(index);
    this.#join(index - 1);
  }

  /** Makes one of a free block and the next where they touch. */
  #join(index: number): void {
    const block = this.#free[index];
    const next = this.#free[index + 1];
    if (!block || !next || block.address + block.bytes !== next.address) return;
    block.bytes += next.bytes;
    this.#free.splice(index + 1, 1);
  }
}
