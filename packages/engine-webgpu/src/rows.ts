import { LatentsweepError, ownRows, type Rows } from '@latentsweep/core';
import { type Gpu, Growing } from './gpu.ts';
import { rowVectors } from './layout.ts';

/** Bytes of a vector of four floats: what rows are counted in. */
export const VECTOR = 16;

interface Room {
  readonly at: number;
  readonly size: number;
}

/** The rows of all data sets in one buffer, as a kernel binds one: they are written once and read by every trial. */
export class RowMemory {
  readonly gpu: Gpu;
  readonly #buffer: Growing;
  /** What is free below the end, in vectors, by place. */
  #free: Room[] = [];
  #end = 0;

  constructor(gpu: Gpu) {
    this.gpu = gpu;
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    this.#buffer = new Growing(gpu, STORAGE | COPY_SRC | COPY_DST);
  }

  get buffer(): GPUBuffer {
    return this.#buffer.of(this.#end * VECTOR, true);
  }

  /** Room for so many vectors: its place. Throws LatentsweepError `gpu_out_of_memory` where a kernel could not bind all rows. */
  take(size: number): number {
    const index = this.#free.findIndex((room) => room.size >= size);
    if (index >= 0) {
      const { at, size: whole } = this.#free[index]!;
      this.#free.splice(index, 1, ...(whole > size ? [{ at: at + size, size: whole - size }] : []));
      return at;
    }
    const at = this.#end;
    const { adapter } = this.gpu;
    if ((at + size) * VECTOR > adapter.limits.bindingBytes) {
      throw new LatentsweepError(
        'gpu_out_of_memory',
        `${adapter.name} binds ${adapter.limits.bindingBytes} bytes of rows, and more are needed.`,
        'Fewer trials side by side need less; or train with `--engine simd`.',
      );
    }
    this.#end += size;
    return at;
  }

  /** Copies rows from a buffer, where they lie as they do here, over those of `into` from row `at` on. */
  copyIn(from: GPUBuffer, byte: number, into: GpuRows, at: number, count: number): void {
    if (count === 0) return;
    const { device } = this.gpu;
    const encoder = device.createCommandEncoder();
    const bytes = into.vectors * VECTOR;
    encoder.copyBufferToBuffer(from, byte, this.buffer, into.at * VECTOR + at * bytes, count * bytes);
    device.queue.submit([encoder.finish()]);
  }

  give(at: number, size: number): void {
    if (size === 0) return;
    const rooms = [...this.#free, { at, size }].toSorted((a, b) => a.at - b.at);
    this.#free = [];
    for (const room of rooms) {
      const last = this.#free.at(-1);
      if (last && last.at + last.size === room.at) {
        this.#free[this.#free.length - 1] = { at: last.at, size: last.size + room.size };
      } else this.#free.push(room);
    }
    const last = this.#free.at(-1);
    if (last && last.at + last.size === this.#end) {
      this.#free.pop();
      this.#end = last.at;
    }
  }
}

/** Rows in the GPU's memory: the features, the label as a float, zeros up to whole vectors. */
export class GpuRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  /** Vectors of a row. */
  readonly vectors: number;
  /** Where row 0 lies, in vectors. */
  readonly at: number;
  readonly #memory: RowMemory;
  #freed = false;

  constructor(memory: RowMemory, capacity: number, columns: number) {
    this.capacity = capacity;
    this.columns = columns;
    this.vectors = rowVectors(columns);
    this.#memory = memory;
    this.at = memory.take(capacity * this.vectors);
  }

  write(at: number, features: Float32Array, labels: Uint8Array): void {
    const { columns } = this;
    if (features.length !== labels.length * columns) {
      throw new RangeError(
        `${features.length} features are not ${columns} for each of ${labels.length} labels`,
      );
    }
    this.check(at, labels.length);
    const width = this.vectors * 4;
    const rows = new Float32Array(labels.length * width);
    labels.forEach((label, row) => {
      for (let i = 0; i < columns; i++) rows[row * width + i] = features[row * columns + i]!;
      rows[row * width + columns] = label;
    });
    this.#memory.gpu.device.queue.writeBuffer(this.#memory.buffer, this.#byte(at), rows);
  }

  async read(at: number, count: number): Promise<Float32Array> {
    this.check(at, count);
    const { columns } = this;
    const width = this.vectors * 4;
    const memory = this.#memory;
    // The buffer of its turn: rows that were made meanwhile may have moved all to a larger one.
    const rows = new Float32Array(
      await memory.gpu.inTurn(() => memory.gpu.read(memory.buffer, this.#byte(at), count * width * 4)),
    );
    const features = new Float32Array(count * columns);
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < columns; i++) features[row * columns + i] = rows[row * width + i]!;
    }
    return features;
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#memory.give(this.at, this.capacity * this.vectors);
  }

  /** Throws RangeError where there are no `count` rows from `at` on. */
  check(at: number, count: number): void {
    if (at < 0 || at + count > this.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${this.capacity}`);
    }
  }

  #byte(at: number): number {
    return (this.at + at * this.vectors) * VECTOR;
  }
}

export const own = (rows: Rows, features: number): GpuRows => ownRows(GpuRows, rows, features);
