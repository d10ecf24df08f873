import type { LayerSpec } from './layer/kinds.ts';
import type { ImageShape } from './layer/window.ts';

/** Of a reconstruction by sigmoids: binary cross entropy, squared error. */
const LOSSES = ['bce', 'mse'] as const;

/** What a decoder makes of all features: a sigmoid each, held by one of the losses, or by kinds of columns. */
export const RECONSTRUCTIONS = [...LOSSES, 'mixed'] as const;

/** Of a VAE's losses over features and latent coordinates. */
export const REDUCTIONS = ['mean', 'sum'] as const;

/** So many of a row's features and what the decoder makes of them: x^ = sigmoid(a), held against x by a loss. */
interface SigmoidOutput {
  readonly kind: 'sigmoid';
  readonly features: number;
  readonly loss: (typeof LOSSES)[number];
}

/** Yes or no each: x^ = sigmoid(a), cross entropy; what is generated is drawn, 1 with probability x^. */
interface BernoulliOutput {
  readonly kind: 'bernoulli';
  readonly features: number;
}

/**
 * One category, a feature a level: x^ = softmax(a), cross entropy; what is generated is drawn, one level 1. A row whose
 * features are all 0 (missing, or a level that training lacks) adds nothing to the loss.
 */
interface SoftmaxOutput {
  readonly kind: 'softmax';
  readonly features: number;
}

/**
 * Numbers in [0, 1] whose logits t = ln(x / (1 - x)) are normal, with a mean and a variance of each row's own: from two
 * logits a feature, a and b, mean a and variance v = e^b + LEAST_VARIANCE. Loss ((t - a)^2 / v + ln v) / 2, that is
 * -ln p(t) but for a constant, of x held within [EDGE, 1 - EDGE]. x^ = sigmoid(a), the median; what is generated is
 * sigmoid(a + sqrt(v) n), n standard normal.
 */
interface LogitNormalOutput {
  readonly kind: 'logit_normal';
  readonly features: number;
}

/** Without it, a value that a whole column has often is worth as much likelihood as one likes. */
export const LEAST_VARIANCE = 0.01;
/** The least and the largest value of a column have no logit. */
export const EDGE = 0.005;

export type Output = SigmoidOutput | BernoulliOutput | SoftmaxOutput | LogitNormalOutput;

/** Features of outputs of a kind. */
const featuresOf = (outputs: readonly Output[], kind: Output['kind']): number =>
  outputs.reduce((sum, output) => sum + (output.kind === kind ? output.features : 0), 0);

/**
 * Logits that outputs are made of: one a feature, in their order; then one more for each number, the b of its variance.
 */
export const logitsOf = (outputs: readonly Output[]): number =>
  outputs.reduce((sum, { features }) => sum + features, featuresOf(outputs, 'logit_normal'));

/**
 * A variational autoencoder with a prediction head, as data.
 *
 *   x [D] -> hidden (relu, dropout) ... -> mu [L], log sigma^2 [L]
 *   z = mu + sigma * eps -> hidden in reverse (relu) ... -> x^ [D], output by output -> p [P]
 *
 * The head reads the reconstruction x^. P is 1 with a sigmoid for two classes, K with a softmax for more.
 *
 * A conditional one has the class as further inputs of encoder and decoder, C = P of them (the class itself for two, else
 * one-hot): x and z are followed by it; of an image not x, but what its last hidden layer makes of it. It generates from the
 * prior: z = eps, whatever the row's features.
 */
export interface VaeNetwork {
  readonly features: number;
  /** Of an image, whose features these are, row-major. Absent: they have no shape. */
  readonly shape?: ImageShape;
  readonly hidden: readonly LayerSpec[];
  readonly latentSize: number;
  /** Hidden layers of the head, over x^. Absent: none. */
  readonly judging?: readonly LayerSpec[];
  /** Side by side, all of the features together. */
  readonly outputs: readonly Output[];
  readonly classes: number;
  readonly reduction: (typeof REDUCTIONS)[number];
  readonly conditional: boolean;
  /**
   * Passes over which the weight of the KL divergence rises: in pass `round` it is times min(1, round / klWarmup). 0: it is
   * whole from the start. Losses that are told have it whole, so that those of two passes compare.
   */
  readonly klWarmup: number;
  /**
   * Nats that a latent coordinate is free to have (Kingma et al. 2016): where the mean of its KL over a batch's rows, each
   * times its weight, is below, that KL is no part of what is minimised. Losses that are told have it all the same.
   */
  readonly freeBits: number;
}

/** A feed-forward classifier: hidden layers (relu), then P outputs as in the VAE's head. No hidden layer: logistic regression. */
export interface ClassifierNetwork {
  readonly features: number;
  /** Of an image, whose features these are, row-major. Absent: they have no shape. */
  readonly shape?: ImageShape;
  readonly hidden: readonly LayerSpec[];
  readonly classes: number;
}

export type Network = VaeNetwork | ClassifierNetwork;

/** Outputs of a head over `classes` classes: one sigmoid for two, a softmax over all for more. */
export function headOutputs(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** What a class is as inputs of a conditional network. */
export const classInputs = ({ conditional, classes }: Pick<VaeNetwork, 'conditional' | 'classes'>): number =>
  conditional ? headOutputs(classes) : 0;

/** Networks of dense layers, by their sizes. */
export interface DenseClassifier {
  readonly features: number;
  readonly hiddenSizes: readonly number[];
  readonly classes: number;
}

export interface DenseVae extends DenseClassifier {
  readonly latentSize: number;
  /** The loss of x^, whose features are a sigmoid each; or what the decoder makes of them. */
  readonly reconstruction: (typeof LOSSES)[number] | readonly Output[];
  readonly reduction: (typeof REDUCTIONS)[number];
  readonly conditional?: boolean;
  readonly klWarmup?: number;
  readonly freeBits?: number;
}

export const denseClassifier = ({ features, hiddenSizes, classes }: DenseClassifier): ClassifierNetwork => ({
  features,
  hidden: hiddenSizes.map((units) => ({ kind: 'dense', units })),
  classes,
});

export const denseVae = ({
  latentSize,
  reconstruction,
  reduction,
  conditional = false,
  klWarmup = 0,
  freeBits = 0,
  ...sizes
}: DenseVae): VaeNetwork => ({
  ...denseClassifier(sizes),
  latentSize,
  outputs:
    typeof reconstruction === 'string'
      ? [{ kind: 'sigmoid', features: sizes.features, loss: reconstruction }]
      : reconstruction,
  reduction,
  conditional,
  klWarmup,
  freeBits,
});
