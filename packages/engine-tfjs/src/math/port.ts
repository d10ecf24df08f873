import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** A dense layer in a lane's flat parameters: W [inputs, outputs] from `at` on, b [outputs] behind it. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly at: number;
}

/** What a layer's gradient is made of: its inputs x [K, B, in] and dy [K, B, out]. */
export interface LayerGradient {
  readonly layer: Layer;
  readonly x: Tensor3D;
  readonly dy: Tensor3D;
}

export interface InputGradientOptions {
  /** Added to dx. [K, B, in] */
  readonly plus?: Tensor3D;
  /** The layer's inputs where a relu left them: dx is 0 where they are not positive. [K, B, in] */
  readonly gate?: Tensor3D;
  /** What a dropout behind that relu scaled the kept ones by. [K] */
  readonly scale?: Tensor1D | undefined;
}

/**
 * The arithmetic of a step over K lanes at once, the only part that differs between backends. Letters: B rows,
 * K lanes, P parameters. w and gradients are [K, P], flat as the port has them.
 */
export interface LaneMath {
  /** y = x W + b, then a relu or none. NaN stays NaN. [K, B, in] -> [K, B, out] */
  dense(w: Tensor2D, layer: Layer, x: Tensor3D, relu: boolean): Tensor3D;
  /** dx = dy W^T and then the options, in their order. [K, B, out] -> [K, B, in] */
  inputGradient(w: Tensor2D, layer: Layer, dy: Tensor3D, options?: InputGradientOptions): Tensor3D;
  /** dW = x^T dy, db = sum of dy's rows, of layers in the order of their parameters, all of them. [K, P] */
  weightGradient(parts: readonly LayerGradient[]): Tensor2D;
  /** Sums over rows, weighted: [K, B, 1], [K, B, n] -> [K, n] */
  rowSums(weights: Tensor3D, values: Tensor3D): Tensor2D;
}
