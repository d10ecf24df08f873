/**
 * What a GPU's time goes into, measured from outside of the engine: the calls of WebGPU are wrapped, so that no line of the
 * engine knows of it.
 */

/** Seconds and numbers of a stretch of work. */
export interface Spent {
  /** By the clock. */
  readonly all: number;
  /** In which the host waited for what it had submitted. */
  readonly waited: number;
  /** In which it waited for what it read back. */
  readonly read: number;
  /** In which the GPU computed, by its own clock; null where it has none, or there were too many passes to ask it. */
  readonly device: number | null;
  readonly dispatches: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** Passes whose begin and end one set of queries holds: WebGPU allows 4,096 queries. */
const PASSES = 2048;
const FEATURE: GPUFeatureName = 'timestamp-query';

/**
 * Wraps the calls that the globals of WebGPU make, of every device that is opened from now on. To be called once, when an
 * engine was opened before: only then there are these globals.
 */
export class Meter {
  #device: GPUDevice | null = null;
  #queries: GPUQuerySet | null = null;
  #began = 0;
  #waited = 0;
  #read = 0;
  #passes = 0;
  #up = 0;
  #down = 0;
  #held = 0;
  #most = 0;

  constructor() {
    this.#onDevices();
    this.#onBuffers();
    this.#onQueues();
    this.#onPasses();
  }

  /** Bytes of buffers that lay on the device at once, at most. */
  get mostBytes(): number {
    return this.#most;
  }

  /** Measures from now on. */
  begin(): void {
    [this.#waited, this.#read, this.#passes, this.#up, this.#down] = [0, 0, 0, 0, 0];
    this.#began = performance.now();
  }

  /** What was spent since `begin`. */
  async end(): Promise<Spent> {
    const spent = {
      all: (performance.now() - this.#began) / 1000,
      ...{ waited: this.#waited / 1000, read: this.#read / 1000, dispatches: this.#passes },
      ...{ bytesUp: this.#up, bytesDown: this.#down },
    };
    return { ...spent, device: await this.#deviceSeconds() };
  }

  #onDevices(): void {
    const meter = this;
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor = {}) {
      const has = this.features.has(FEATURE);
      const requiredFeatures = [...(descriptor.requiredFeatures ?? []), ...(has ? [FEATURE] : [])];
      const device = await requestDevice.call(this, { ...descriptor, requiredFeatures });
      meter.#device = device;
      meter.#queries = has ? device.createQuerySet({ type: 'timestamp', count: 2 * PASSES }) : null;
      return device;
    };
  }

  #onBuffers(): void {
    const meter = this;
    const { createBuffer } = GPUDevice.prototype;
    const { destroy, mapAsync } = GPUBuffer.prototype;
    const living = new WeakSet<GPUBuffer>();
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      living.add(buffer);
      meter.#held += buffer.size;
      meter.#most = Math.max(meter.#most, meter.#held);
      return buffer;
    };
    GPUBuffer.prototype.destroy = function () {
      if (living.delete(this)) meter.#held -= this.size;
      return destroy.call(this);
    };
    GPUBuffer.prototype.mapAsync = async function (...given) {
      const began = performance.now();
      await mapAsync.apply(this, given);
      meter.#read += performance.now() - began;
      meter.#down += this.size;
      return undefined;
    };
  }

  #onQueues(): void {
    const meter = this;
    const { onSubmittedWorkDone, writeBuffer } = GPUQueue.prototype;
    GPUQueue.prototype.onSubmittedWorkDone = async function () {
      const began = performance.now();
      await onSubmittedWorkDone.call(this);
      meter.#waited += performance.now() - began;
      return undefined;
    };
    GPUQueue.prototype.writeBuffer = function (buffer, at, data, ...rest) {
      meter.#up += data.byteLength;
      return writeBuffer.call(this, buffer, at, data, ...rest);
    };
  }

  #onPasses(): void {
    const meter = this;
    const { beginComputePass } = GPUCommandEncoder.prototype;
    GPUCommandEncoder.prototype.beginComputePass = function (descriptor = {}) {
      const at = 2 * meter.#passes++;
      const querySet = meter.#queries;
      if (querySet === null || at >= 2 * PASSES) return beginComputePass.call(this, descriptor);
      const timestampWrites = { querySet, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
      return beginComputePass.call(this, { ...descriptor, timestampWrites });
    };
  }

  /** By the timestamps of all passes, in nanoseconds there. */
  async #deviceSeconds(): Promise<number | null> {
    const [device, queries, count] = [this.#device, this.#queries, this.#passes];
    if (device === null || queries === null || count > PASSES) return null;
    if (count === 0) return 0;
    const size = 16 * count;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
    const readable = device.createBuffer({ size, usage: COPY_DST | MAP_READ });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(queries, 0, 2 * count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readable, 0, size);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    const stamps = new BigUint64Array(readable.getMappedRange().slice(0));
    for (const buffer of [resolved, readable]) buffer.destroy();
    let sum = 0n;
    for (let pass = 0; pass < count; pass++) sum += stamps[2 * pass + 1]! - stamps[2 * pass]!;
    return Number(sum) / 1e9;
  }
}

/** What the time goes into, the largest share first: that is what bounds it. */
export function boundOf(spent: Spent): string {
  const { all, waited, read, device } = spent;
  const host = all - waited - read;
  const computed = Math.min(device ?? waited, waited + read);
  const parts: [string, number][] = [
    ['host', host],
    [device === null ? 'GPU, as waited for' : 'GPU, by its clock', computed],
    ['submitting and reading back', Math.max(0, waited + read - computed)],
  ];
  parts.sort(([, a], [, b]) => b - a);
  return parts.map(([what, seconds]) => `${what} ${((100 * seconds) / all).toFixed(0)}%`).join(', ');
}
