import type { Dense } from '@latentsweep/core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** W [inputs, outputs] row-major and b behind it, [outputs] but where a layer's own file says otherwise, from parameter `at` on. */
export type Matrix = Pick<Dense, 'inputs' | 'outputs' | 'at' | 'size'>;

/** What a layer's gradient is made of: its inputs x [K, B, in], dy [K, B, out], and dy of b [K, .., units] where that is another. */
export interface LayerGradient {
  readonly layer: Matrix;
  readonly x: Tensor3D;
  readonly dy: Tensor3D;
  readonly dBias?: Tensor3D;
}

/** What a gradient goes through on its way to a layer's inputs. */
export interface Gate {
  /** The layer's inputs where a relu left them: dx is 0 where they are not positive. [K, B, in] */
  readonly gate?: Tensor3D;
  /** What a dropout behind that relu scaled the kept ones by. [K] */
  readonly scale?: Tensor1D | undefined;
}

interface InputGradientOptions extends Gate {
  /** Added to dx. [K, B, in] */
  readonly plus?: Tensor3D;
}

/** The latent layer: mu, s = ln sigma^2 and sigma itself, [K, B, L] each. */
interface Posterior {
  readonly mu: Tensor3D;
  readonly s: Tensor3D;
  readonly sigma: Tensor3D;
}

/**
 * The arithmetic of a step over K lanes at once, the only part that differs between backends. Letters: B rows,
 * K lanes, P parameters; w and gradients are [K, P], flat as the port has them. `scale` and `weights` are a factor
 * for each row, [K, B, 1]. Sums are over rows, weighted: [K, n].
 */
export interface LaneMath {
  /** y = x W + b, then a relu or none. NaN stays NaN. [K, B, in] -> [K, B, out] */
  dense(w: Tensor2D, layer: Matrix, x: Tensor3D, relu: boolean): Tensor3D;
  /** dx = dy W^T and then the options, in their order. [K, B, out] -> [K, B, in] */
  inputGradient(w: Tensor2D, layer: Matrix, dy: Tensor3D, options?: InputGradientOptions): Tensor3D;
  /** y = x W, without b, and then the gate. [K, B, in] -> [K, B, out] */
  product(w: Tensor2D, layer: Matrix, x: Tensor3D, gate?: Gate): Tensor3D;
  /** dW = x^T dy, db = sum of dy's or dBias's rows, of layers in the order of their parameters, all of them; each may have a B of its own. [K, P] */
  weightGradient(parts: readonly LayerGradient[]): Tensor2D;

  /** z = mu + sigma eps */
  sample(posterior: Posterior, eps: Tensor3D): Tensor3D;
  /** From dz through the sample and the KL: dmu = dz + scale mu, ds = (dz eps sigma + scale (sigma^2 - 1)) / 2. */
  latentGradient(
    posterior: Posterior,
    eps: Tensor3D,
    dz: Tensor3D,
    scale: Tensor3D,
  ): { dmu: Tensor3D; ds: Tensor3D };

  /** scale (p - t): the gradient of cross entropy in the logits of p. */
  errors(p: Tensor3D, t: Tensor3D, scale: Tensor3D): Tensor3D;
  /**
   * The gradient in the logits of p = sigmoid(a), from dp and the loss of p against x itself. Cross entropy:
   * dp p (1 - p) + scale (p - x); squared error: (dp + 2 scale (p - x)) p (1 - p).
   */
  logitGradient(dp: Tensor3D, p: Tensor3D, x: Tensor3D, scale: Tensor3D, squared: boolean): Tensor3D;

  rowSums(weights: Tensor3D, values: Tensor3D): Tensor2D;
  /** Of the binary cross entropy of p = sigmoid(a) against t in [0, 1]. */
  crossEntropySums(weights: Tensor3D, a: Tensor3D, p: Tensor3D, t: Tensor3D): Tensor2D;
  /** Of (p - t)^2. */
  squaredSums(weights: Tensor3D, p: Tensor3D, t: Tensor3D): Tensor2D;
  /** Of the KL of each latent coordinate in nats, (mu^2 + sigma^2 - 1 - s) / 2. */
  klSums(weights: Tensor3D, posterior: Posterior): Tensor2D;
  /** Of 1 where (p >= 0.5) is the label, else 0; p and labels [K, B, 1]. */
  correctSums(weights: Tensor3D, p: Tensor3D, labels: Tensor3D): Tensor2D;

  /** New [w, v] from [w, v], a gradient and the lanes' rates [K, 1]. Formulas: core's model/optimizer.ts. */
  rmsprop(slots: readonly Tensor2D[], gradient: Tensor2D, rates: Tensor2D): Tensor2D[];
  /** New [w, m, v], alike. */
  adam(slots: readonly Tensor2D[], gradient: Tensor2D, rates: Tensor2D): Tensor2D[];
}
