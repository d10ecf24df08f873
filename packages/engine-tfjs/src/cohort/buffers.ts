import * as tf from '@tensorflow/tfjs-core';
import type { RowInputs } from '../network/program.ts';
import type { Batch, LaneBatches } from './batches.ts';

/**
 * Host memory for one batch of each of some lanes, filled step by step, and the tensors made of it. A batch with fewer
 * than B rows is filled up with rows of zeros that weigh nothing.
 */
export abstract class BatchBuffers<Inputs, Scales> {
  readonly lanes: number;
  readonly rows: number;
  /** Class of each row. [K, B] */
  readonly labels: Uint8Array;
  /** Rows in each lane's batch. */
  readonly #counts: Uint32Array;
  readonly #features: number;
  readonly #outputs: number;
  /** [K, B, D] */
  readonly #x: Float32Array;
  /** Labels, or one-hot of them where there are several outputs. [K, B, P] */
  readonly #y: Float32Array;
  /** A row's weight, 0 for none. [K, B] */
  readonly #weights: Float32Array;
  /** Whether a lane has a row of weight 1 everywhere. */
  readonly #plain: boolean[];
  /** Counts the changes of weights. */
  #version = 0;
  readonly #kept = new Map<string, { readonly version: number; readonly tensor: tf.Tensor3D }>();

  constructor(lanes: number, rows: number, features: number, outputs: number) {
    this.lanes = lanes;
    this.rows = rows;
    this.#features = features;
    this.#outputs = outputs;
    this.#x = new Float32Array(lanes * rows * features);
    this.#y = new Float32Array(lanes * rows * outputs);
    this.#weights = new Float32Array(lanes * rows);
    this.#plain = new Array<boolean>(lanes).fill(false);
    this.labels = new Uint8Array(lanes * rows);
    this.#counts = new Uint32Array(lanes);
  }

  /** What the network takes; the caller's. */
  abstract inputTensors(training: boolean): Inputs;

  /** What its gradient takes. They belong to these buffers. */
  abstract scaleTensors(): Scales;

  /** Fills lane k's part of what is drawn for its batch: the noise of a purpose, dropout where it is for training. */
  abstract fillDrawn(k: number, batch: Batch, noise: number, training: boolean): void;

  /** Fills lane k's part with the rows of its batch. */
  fillRows(k: number, { numbers }: Batch, { gather, weights }: LaneBatches): void {
    const { rows } = this;
    const at = k * rows;
    const end = at + numbers.length;
    const width = this.#features;
    gather.read(numbers, this.#x, at * width, this.labels, at);
    this.#x.fill(0, end * width, (at + rows) * width);
    this.labels.fill(0, end, at + rows);
    this.#fillTargets(at);
    const plain = weights === null && numbers.length === rows;
    if (plain && this.#plain[k]) return;
    this.#plain[k] = plain;
    this.#version++;
    this.#counts[k] = numbers.length;
    for (let b = 0; b < numbers.length; b++) this.#weights[at + b] = weights ? weights[numbers[b]!]! : 1;
    this.#weights.fill(0, end, at + rows);
  }

  #fillTargets(at: number): void {
    const { rows, labels } = this;
    const y = this.#y;
    const outputs = this.#outputs;
    if (outputs === 1) {
      for (let b = at; b < at + rows; b++) y[b] = labels[b]!;
      return;
    }
    y.fill(0, at * outputs, (at + rows) * outputs);
    for (let b = at; b < at + rows; b++) y[b * outputs + labels[b]!] = 1;
  }

  rowInputs(): RowInputs {
    return { x: this.tensor(this.#x, this.#features), y: this.tensor(this.#y, this.#outputs) };
  }

  /** For sums: a row's weight, and 1 for each row, [K, B, 1] each. They belong to these buffers. */
  rowTensors(): { weights: tf.Tensor3D; mask: tf.Tensor3D } {
    return {
      weights: this.#keptTensor('weights', (_k, weight) => weight),
      mask: this.#keptTensor('mask', (k, _weight, b) => (b < this.#counts[k]! ? 1 : 0)),
    };
  }

  /** For gradients: a row's weight over the rows of its batch, times its lane's factor. They belong to these buffers. */
  scaleTensor(name: string, factorOf: (k: number) => number): tf.Tensor3D {
    return this.#keptTensor(name, (k, weight) => (weight * factorOf(k)) / this.#counts[k]!);
  }

  /** [K, B, width] of these values, the caller's. */
  tensor(values: Float32Array, width: number): tf.Tensor3D {
    return tf.tensor3d(values, [this.lanes, this.rows, width]);
  }

  free(): void {
    for (const { tensor } of this.#kept.values()) tensor.dispose();
    this.#kept.clear();
  }

  /** A value a row, [K, B, 1], made anew when weights have changed: in most steps all rows weigh the same. */
  #keptTensor(name: string, cell: (k: number, weight: number, b: number) => number): tf.Tensor3D {
    const before = this.#kept.get(name);
    if (before?.version === this.#version) return before.tensor;
    before?.tensor.dispose();
    const values = this.#weights.map((weight, i) => {
      const k = Math.floor(i / this.rows);
      return cell(k, weight, i - k * this.rows);
    });
    const tensor = tf.keep(this.tensor(values, 1));
    this.#kept.set(name, { version: this.#version, tensor });
    return tensor;
  }
}
