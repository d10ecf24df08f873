import { checkLane, checkParameters } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';

interface Selection {
  readonly lanes: readonly number[];
  /** One for each slot, [lanes, P]. */
  tensors: readonly tf.Tensor2D[];
}

/**
 * What K lanes keep between steps: parameters (slot 0) and the optimizer's state (the others), [K, P] each. The lanes
 * that take part in the current steps are in the backend's memory; they are copied out when others are selected.
 */
export class LaneState {
  readonly #lanes: number;
  readonly #size: number;
  /** The truth for all lanes that are not selected. */
  readonly #host: readonly Float32Array[];
  #selection: Selection | null = null;

  /** Slots beyond the first begin as zeros. Throws RangeError where a lane has not `size` parameters. */
  constructor(size: number, parameters: readonly Float32Array[], slots: number) {
    this.#lanes = parameters.length;
    this.#size = size;
    this.#host = Array.from({ length: slots }, () => new Float32Array(parameters.length * size));
    parameters.forEach((values, lane) => {
      checkParameters(values, size);
      this.#host[0]!.set(values, lane * size);
    });
  }

  /** The tensors of these lanes. They belong to the state: don't dispose of them. */
  select(lanes: readonly number[]): readonly tf.Tensor2D[] {
    const now = this.#selection;
    if (now && now.lanes.length === lanes.length && lanes.every((lane, i) => lane === now.lanes[i])) {
      return now.tensors;
    }
    this.#deselect();
    const size = this.#size;
    const tensors = this.#host.map((values) => {
      const chosen = new Float32Array(lanes.length * size);
      lanes.forEach((lane, i) => {
        chosen.set(values.subarray(lane * size, (lane + 1) * size), i * size);
      });
      return tf.keep(tf.tensor2d(chosen, [lanes.length, size]));
    });
    this.#selection = { lanes: [...lanes], tensors };
    return tensors;
  }

  /** Puts new tensors of the selected lanes in the place of the old ones. */
  replace(tensors: readonly tf.Tensor2D[]): void {
    const selection = this.#selection!;
    for (const tensor of tensors) tf.keep(tensor);
    tf.dispose([...selection.tensors]);
    selection.tensors = tensors;
  }

  parameters(lane: number): Float32Array {
    checkLane(lane, this.#lanes);
    this.#deselect();
    return this.#host[0]!.slice(lane * this.#size, (lane + 1) * this.#size);
  }

  setParameters(lane: number, parameters: Float32Array): void {
    checkLane(lane, this.#lanes);
    checkParameters(parameters, this.#size);
    this.#deselect();
    this.#host[0]!.set(parameters, lane * this.#size);
  }

  free(): void {
    if (this.#selection) tf.dispose([...this.#selection.tensors]);
    this.#selection = null;
  }

  #deselect(): void {
    if (!this.#selection) return;
    const { lanes, tensors } = this.#selection;
    const size = this.#size;
    tensors.forEach((tensor, slot) => {
      const values = tensor.dataSync();
      lanes.forEach((lane, i) => {
        this.#host[slot]!.set(values.subarray(i * size, (i + 1) * size), lane * size);
      });
    });
    this.free();
  }
}
