import type { LayerSpec } from './layer/kinds.ts';

/** Of a reconstruction: binary cross entropy, squared error. */
export const LOSSES = ['bce', 'mse'] as const;

/** Of a VAE's losses over features and latent coordinates. */
export const REDUCTIONS = ['mean', 'sum'] as const;

/** So many of a row's features and what the decoder makes of them: x^ = sigmoid(a), held against x by a loss. */
interface SigmoidOutput {
  readonly kind: 'sigmoid';
  readonly features: number;
  readonly loss: (typeof LOSSES)[number];
}

export type Output = SigmoidOutput;

/**
 * A variational autoencoder with a prediction head, as data.
 *
 *   x [D] -> hidden (relu, dropout) ... -> mu [L], log sigma^2 [L]
 *   z = mu + sigma * eps -> hidden in reverse (relu) ... -> x^ [D], output by output -> p [P]
 *
 * The head reads the reconstruction x^. P is 1 with a sigmoid for two classes, K with a softmax for more.
 */
export interface VaeNetwork {
  readonly features: number;
  readonly hidden: readonly LayerSpec[];
  readonly latentSize: number;
  /** Side by side, all of the features together. */
  readonly outputs: readonly Output[];
  readonly classes: number;
  readonly reduction: (typeof REDUCTIONS)[number];
}

/** A feed-forward classifier: hidden layers (relu), then P outputs as in the VAE's head. No hidden layer: logistic regression. */
export interface ClassifierNetwork {
  readonly features: number;
  readonly hidden: readonly LayerSpec[];
  readonly classes: number;
}

export type Network = VaeNetwork | ClassifierNetwork;

/** Outputs of a head over `classes` classes: one sigmoid for two, a softmax over all for more. */
export function headOutputs(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** Networks of dense layers, by their sizes. */
export interface DenseClassifier {
  readonly features: number;
  readonly hiddenSizes: readonly number[];
  readonly classes: number;
}

export interface DenseVae extends DenseClassifier {
  readonly latentSize: number;
  /** The loss of x^, whose features are a sigmoid each. */
  readonly reconstruction: Output['loss'];
  readonly reduction: (typeof REDUCTIONS)[number];
}

export const denseClassifier = ({ features, hiddenSizes, classes }: DenseClassifier): ClassifierNetwork => ({
  features,
  hidden: hiddenSizes.map((units) => ({ kind: 'dense', units })),
  classes,
});

export const denseVae = ({ latentSize, reconstruction, reduction, ...sizes }: DenseVae): VaeNetwork => ({
  ...denseClassifier(sizes),
  latentSize,
  outputs: [{ kind: 'sigmoid', features: sizes.features, loss: reconstruction }],
  reduction,
});
