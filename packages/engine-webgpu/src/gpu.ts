import { LatentsweepError } from '@latentsweep/core';
import type { GpuAdapter, OpenDevice } from './device.ts';

/** A device with what went wrong on it: WebGPU tells of errors beside the calls that made them, which do nothing then. */
export class Gpu {
  readonly device: GPUDevice;
  readonly adapter: GpuAdapter;
  /** See `OpenDevice`. */
  readonly #gpu: GPU;
  #failure: LatentsweepError | null = null;
  #closed = false;
  /** What was asked for last: calls take their turns, as they share buffers. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ device, adapter, gpu }: OpenDevice) {
    this.device = device;
    this.adapter = adapter;
    this.#gpu = gpu;
    device.addEventListener('uncapturederror', (event) => {
      // Without this the message goes to standard output.
      event.preventDefault();
      this.#fail(event.error);
    });
    void device.lost.then(({ message }) => {
      if (this.#closed) return;
      this.#failure ??= new LatentsweepError(
        'gpu_lost',
        `${adapter.name} was lost: ${message || 'its driver says no more'}`,
        'Its jobs run again elsewhere. Start the worker again once the driver is back; `sweep doctor` shows it.',
      );
    });
  }

  /** f, when all that was asked for before has ended. */
  inTurn<T>(f: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(f);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** A buffer of at least so many bytes, a multiple of 4. Where there is no room, the next `settled` throws. */
  buffer(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 4) * 4), usage });
  }

  /** Waits for all that was submitted. Throws LatentsweepError `gpu_out_of_memory`, `gpu_lost` or `gpu_failed`. */
  async settled(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
    this.check();
  }

  check(): void {
    if (this.#closed)
      throw new LatentsweepError('gpu_failed', 'The GPU was given back.', 'Open the engine again.');
    const failure = this.#failure;
    if (failure === null) return;
    // Of memory there may be enough for a smaller cohort; a device that was lost stays so.
    if (failure.code === 'gpu_out_of_memory') this.#failure = null;
    throw failure;
  }

  /** The first bytes of a buffer, as they are when all that was submitted is done. */
  async read(buffer: GPUBuffer, at: number, bytes: number): Promise<ArrayBuffer> {
    if (bytes === 0) return new ArrayBuffer(0);
    const { device } = this;
    const staging = this.buffer(bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    try {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, at, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ).catch((error: unknown) => {
        this.check();
        throw error;
      });
      this.check();
      return staging.getMappedRange(0, bytes).slice(0);
    } finally {
      staging.destroy();
    }
  }

  /** Gives the device back, once all that was asked for has ended. */
  async close(): Promise<void> {
    await this.#turn;
    if (this.#closed) return;
    await this.device.queue.onSubmittedWorkDone().catch(() => {});
    this.#closed = true;
    this.device.destroy();
    // Only now may what made the device go.
    void this.#gpu;
  }

  #fail(error: GPUError): void {
    const outOfMemory = error instanceof GPUOutOfMemoryError;
    this.#failure ??= new LatentsweepError(
      outOfMemory ? 'gpu_out_of_memory' : 'gpu_failed',
      outOfMemory
        ? `${this.adapter.name} has no more memory.`
        : `${this.adapter.name} refused a command: ${error.message.split('\n')[0]}`,
      outOfMemory
        ? 'Fewer trials side by side need less: end what else uses the GPU, or train elsewhere.'
        : 'Please report this with what `sweep doctor` prints; `--engine simd` trains the same bits.',
    );
  }
}

/** A buffer that is made anew, larger, where more is needed. What it held is lost, unless it is kept. */
export class Growing {
  readonly #gpu: Gpu;
  readonly #usage: GPUBufferUsageFlags;
  #buffer: GPUBuffer | null = null;

  constructor(gpu: Gpu, usage: GPUBufferUsageFlags) {
    this.#gpu = gpu;
    this.#usage = usage;
  }

  /** The buffer, with room for so many bytes. */
  of(bytes: number, keep = false): GPUBuffer {
    const old = this.#buffer;
    if (old && old.size >= bytes) return old;
    const { bindingBytes } = this.#gpu.adapter.limits;
    const size = Math.min(Math.max(bytes, keep && old ? 2 * old.size : 0), Math.max(bytes, bindingBytes));
    const made = this.#gpu.buffer(size, this.#usage);
    if (old && keep) {
      const encoder = this.#gpu.device.createCommandEncoder();
      encoder.copyBufferToBuffer(old, 0, made, 0, old.size);
      this.#gpu.device.queue.submit([encoder.finish()]);
    }
    old?.destroy();
    this.#buffer = made;
    return made;
  }
}
