import * as tf from '@tensorflow/tfjs-core';
import type { LaneBatches } from './batches.ts';

/**
 * Host memory for one batch of each of some lanes, filled step by step. A batch with fewer than B rows is filled up
 * with rows of zeros that weigh nothing.
 */
export class BatchBuffers {
  readonly lanes: number;
  readonly rows: number;
  readonly #features: number;
  readonly #outputs: number;
  /** [K, B, D] */
  readonly x: Float32Array;
  /** Labels, or one-hot of them where there are several outputs. [K, B, P] */
  readonly y: Float32Array;
  /** A row's weight, 0 for none. [K, B, 1] */
  readonly weights: Float32Array;
  /** 1 for a row, 0 for none. [K, B, 1] */
  readonly mask: Float32Array;
  /** Class of each row. [K, B] */
  readonly labels: Uint8Array;
  /** Rows in each lane's batch. */
  readonly counts: Uint32Array;

  constructor(lanes: number, rows: number, features: number, outputs: number) {
    this.lanes = lanes;
    this.rows = rows;
    this.#features = features;
    this.#outputs = outputs;
    this.x = new Float32Array(lanes * rows * features);
    this.y = new Float32Array(lanes * rows * outputs);
    this.weights = new Float32Array(lanes * rows);
    this.mask = new Float32Array(lanes * rows);
    this.labels = new Uint8Array(lanes * rows);
    this.counts = new Uint32Array(lanes);
  }

  /** Fills lane k's part with these rows. */
  fillRows(k: number, numbers: Uint32Array, { gather, weights }: LaneBatches): void {
    const { rows } = this;
    const at = k * rows;
    const end = at + numbers.length;
    const width = this.#features;
    gather.read(numbers, this.x, at * width, this.labels, at);
    this.x.fill(0, end * width, (at + rows) * width);
    this.labels.fill(0, end, at + rows);
    this.mask.fill(1, at, end).fill(0, end, at + rows);
    for (let b = 0; b < numbers.length; b++) this.weights[at + b] = weights ? weights[numbers[b]!]! : 1;
    this.weights.fill(0, end, at + rows);
    this.counts[k] = numbers.length;
    this.#fillTargets(at);
  }

  /** [K, B, D] and [K, B, P] */
  rowInputs(): { x: tf.Tensor3D; y: tf.Tensor3D } {
    return { x: this.tensor(this.x, this.#features), y: this.tensor(this.y, this.#outputs) };
  }

  /** [K, B, 1] each. */
  rowTensors(): { weights: tf.Tensor3D; mask: tf.Tensor3D } {
    return { weights: this.tensor(this.weights, 1), mask: this.tensor(this.mask, 1) };
  }

  /** [K, B, width] of these values. */
  tensor(values: Float32Array, width: number): tf.Tensor3D {
    return tf.tensor3d(values, [this.lanes, this.rows, width]);
  }

  #fillTargets(at: number): void {
    const { rows, y, labels } = this;
    const outputs = this.#outputs;
    if (outputs === 1) {
      for (let b = at; b < at + rows; b++) y[b] = labels[b]!;
      return;
    }
    y.fill(0, at * outputs, (at + rows) * outputs);
    for (let b = at; b < at + rows; b++) y[b * outputs + labels[b]!] = 1;
  }
}
