import type { OptimizerKind } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../device.ts';
import { createOptimizer, type Optimizer } from '../network/optimizer.ts';
import { LaneState } from './state.ts';

/** Parameters of K lanes and what trains them. */
export class Trainer {
  readonly state: LaneState;
  readonly #optimizer: Optimizer;
  readonly #learningRates: readonly number[];
  /** Steps that each lane has made. */
  readonly #steps: Uint32Array;
  #rates: { readonly values: Float32Array; readonly tensor: tf.Tensor2D } | null = null;

  /** Throws RangeError where a lane's parameters are not `size`. */
  constructor(
    { math }: Device,
    kind: OptimizerKind,
    size: number,
    lanes: readonly { readonly parameters: Float32Array; readonly learningRate: number }[],
  ) {
    this.#optimizer = createOptimizer(kind, math);
    this.state = new LaneState(
      size,
      lanes.map(({ parameters }) => parameters),
      this.#optimizer.slots,
    );
    this.#learningRates = lanes.map(({ learningRate }) => learningRate);
    this.#steps = new Uint32Array(lanes.length);
  }

  /** Moves the selected lanes by their gradient [lanes, P]. */
  update(lanes: readonly number[], gradient: tf.Tensor2D): void {
    const slots = this.state.select(lanes);
    this.state.replace(this.#optimizer.step(slots, gradient, this.#ratesOf(lanes)));
  }

  free(): void {
    this.state.free();
    this.#rates?.tensor.dispose();
    this.#rates = null;
  }

  /** [lanes, 1]. Rmsprop's never change, so that the tensor is kept. */
  #ratesOf(lanes: readonly number[]): tf.Tensor2D {
    const values = Float32Array.from(lanes, (lane) =>
      this.#optimizer.rate(this.#learningRates[lane]!, ++this.#steps[lane]!),
    );
    const kept = this.#rates;
    if (kept?.values.length === values.length && values.every((rate, i) => rate === kept.values[i])) {
      return kept.tensor;
    }
    kept?.tensor.dispose();
    const tensor = tf.keep(tf.tensor2d(values, [lanes.length, 1]));
    this.#rates = { values, tensor };
    return tensor;
  }
}
