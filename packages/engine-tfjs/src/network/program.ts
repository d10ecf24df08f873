import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

export interface RowInputs {
  /** [K, B, D] */
  readonly x: Tensor3D;
  /** Labels, or one-hot of them for more outputs than one. [K, B, outputs] */
  readonly y: Tensor3D;
}

/** A network of core/model over K lanes at once. Letters: B rows, D features, K lanes, P parameters. */
export interface Program<Inputs, Activations, Scales> {
  /** w [K, P] */
  forward(w: Tensor2D, inputs: Inputs): Activations;
  /** d loss / d w. [K, P] */
  backward(w: Tensor2D, inputs: Inputs, at: Activations, scales: Scales): Tensor2D;
  /** Sums over rows of losses, times `weights`, and last of the rows classified rightly, times `mask`, [K, B, 1]. */
  sums(inputs: Inputs, at: Activations, weights: Tensor3D, mask: Tensor3D): Tensor2D[];
}
