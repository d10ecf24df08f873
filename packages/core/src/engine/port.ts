/**
 * The Engine port. Engines know models, batches and noise; they know nothing of arms, data sets or sweeps.
 *
 * A *cohort* is K networks of one shape that advance together, one *lane* each. Inputs are one per lane, null
 * for a lane that sits this call out (it must not change). An engine that can't fuse has the trait `fuses: 1`.
 *
 * Letters: B batch size, D features, L latent size, K lanes, P outputs of a head (see `headOutputs`).
 *
 * Noise is part of the definition, so that every engine computes the same thing. For the batch `step` (from 0)
 * of the pass `round`, with S = B rounded up to a multiple of 4, as the stride of a batch's noise:
 *   eps[j, b]            = stepNormals(L * S, seed, vaeNoise, round, step)[j * S + b]
 *   encoder layer h drops (o, b), where a relu follows it
 *                        = stepWords(H * S, seed, vaeDropout + 256 * h, round, step)[o * S + b] < rate * 2^32
 *   classifier layer h drops (o, b), where it is one of dropout: as above, with classifierDropout + 256 * h and its rate
 *   the order of a pass  = shuffle(order, seed, vaeShuffle or classifierShuffle, round), in place, pass upon pass
 * `evaluate` and `generate` run in batches of B with the purposes evaluateNoise and generateNoise, no dropout.
 * What `generate` draws beside z, of networks whose outputs do, numbered in the order of features:
 *   for number i of N    = stepNormals(N * S, seed, outputNormals, round, step)[i * S + b]
 *   for yes-or-no feature or category i of U
 *                        = (stepWords(U * S, seed, outputUniforms, round, step)[i * S + b] >>> 8) / 2^24 = u:
 *                          1 where u < x^; of a category the first level whose sum of x^ so far is above u, else the last
 * Functions of core/random, in `random/stream.ts`.
 */

import type { ClassifierNetwork, VaeNetwork } from '../model/network.ts';
import type { OptimizerKind } from '../model/optimizer.ts';
import type { Seed } from '../random/stream.ts';
import type { Computer } from './computer.ts';
import type { EngineVariant } from './variant.ts';

export type MaybePromise<T> = T | Promise<T>;

/** Rows in the engine's memory: features [capacity, columns] and a class label each. */
export interface Rows {
  readonly capacity: number;
  readonly columns: number;
  /** Copies features (row-major, a multiple of `columns` long) and their labels in, from row `at` on. */
  write(at: number, features: Float32Array, labels: Uint8Array): void;
  /** Copies `count` rows' features out, row-major; the copy is the caller's. */
  read(at: number, count: number): MaybePromise<Float32Array>;
  free(): void;
}

export interface FitInput {
  /** Row number r means row r of the concatenation of these (each with its whole capacity). */
  readonly sources: readonly Rows[];
  /** Row numbers to train on, a multiset. Not changed. */
  readonly order: Uint32Array;
  /**
   * A weight for each row number, or null for 1 each. The loss is sum(w l) / (rows in the batch), as in Keras;
   * its parts are weighted alike, accuracy is not.
   */
  readonly weights: Float32Array | null;
  /** How often to go over the rows, each time in a new order. */
  readonly passes: number;
  /** The number of the first pass; the next ones follow. */
  readonly round: number;
}

/**
 * Means over all rows of the last pass (`fit`: while training, as Keras reports them) or over all rows; NaN where
 * there was no row or no pass.
 */
export interface VaeLosses {
  /** The weighted sum that is minimised. */
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
  readonly prediction: number;
  /** Share of rows whose predicted class (p >= 0.5, or the largest) is their label. */
  readonly accuracy: number;
}

export interface ClassifierLosses {
  readonly loss: number;
  readonly accuracy: number;
}

export interface LossWeights {
  readonly reconstruction: number;
  readonly kl: number;
  readonly prediction: number;
}

export interface VaeLane {
  readonly seed: Seed;
  /** Flat, in the layout of `initialParameters`. Copied. */
  readonly parameters: Float32Array;
  readonly lossWeights: LossWeights;
  /** Share of units dropped after each encoder layer that a relu follows, 0 <= dropout < 1 (inverted: kept ones are scaled up). */
  readonly dropout: number;
  readonly learningRate: number;
}

export interface ClassifierLane {
  readonly seed: Seed;
  readonly parameters: Float32Array;
  readonly learningRate: number;
}

export interface CohortShape<Network> {
  readonly network: Network;
  readonly batchSize: number;
  readonly optimizer: OptimizerKind;
}

export interface EvaluateInput {
  readonly source: Rows;
  readonly count: number;
  readonly round: number;
}

export interface VaeEvaluation extends VaeLosses {
  /** KL of each latent coordinate in nats, mean over rows. [L] */
  readonly klPerLatent: Float64Array;
}

export interface GenerateInput {
  readonly sources: readonly Rows[];
  /** One generated row for each of these row numbers. */
  readonly order: Uint32Array;
  readonly round: number;
  /** The number of the first batch; absent: 0. So a longer order, cut between batches, gives the bits that it gives at once. */
  readonly step?: number;
  /** Where the reconstructions go, with the labels of the rows they come from. */
  readonly into: Rows;
  readonly at: number;
}

export interface VaeCohort {
  fit(inputs: readonly (FitInput | null)[]): MaybePromise<(VaeLosses | null)[]>;
  /** Losses without training and without dropout; z is sampled, as Keras does in validation. */
  evaluate(inputs: readonly (EvaluateInput | null)[]): MaybePromise<(VaeEvaluation | null)[]>;
  /**
   * x -> x^, z sampled, no dropout; of outputs that draw, what is drawn by x^. Returns the head's probabilities, which are
   * of x^ itself, [rows, P] row-major.
   */
  generate(inputs: readonly (GenerateInput | null)[]): MaybePromise<(Float32Array | null)[]>;
  /** A copy of a lane's parameters. */
  parameters(lane: number): MaybePromise<Float32Array>;
  /** Replaces a lane's parameters; the optimizer's state stays. */
  setParameters(lane: number, parameters: Float32Array): MaybePromise<void>;
  free(): void;
}

export interface ClassifierCohort {
  fit(inputs: readonly (FitInput | null)[]): MaybePromise<(ClassifierLosses | null)[]>;
  /** Probabilities of the first `count` rows, [count, P] row-major. */
  predict(
    inputs: readonly ({ readonly source: Rows; readonly count: number } | null)[],
  ): MaybePromise<(Float32Array | null)[]>;
  parameters(lane: number): MaybePromise<Float32Array>;
  /** Replaces a lane's parameters; the optimizer's state stays. */
  setParameters(lane: number, parameters: Float32Array): MaybePromise<void>;
  free(): void;
}

/** A variant of an engine, loaded into this thread. */
export interface Engine extends EngineVariant {
  /** What computes, where `id` is that of another engine, whose bits it has here. */
  readonly computedBy?: Computer | undefined;
  /** What bounds networks and cohorts on its device, by what it is, for people. */
  readonly limits?: Readonly<Record<string, number>> | undefined;
  /** What whoever takes it should know of how it runs here, in sentences. */
  readonly note?: string | undefined;
  /** `white`: features are whole multiples of 1 / white, 255 of them at most, so that an engine may keep bytes. */
  rows(capacity: number, columns: number, white?: number): Rows;
  vae(shape: CohortShape<VaeNetwork>, lanes: readonly VaeLane[]): MaybePromise<VaeCohort>;
  classifier(
    shape: CohortShape<ClassifierNetwork>,
    lanes: readonly ClassifierLane[],
  ): MaybePromise<ClassifierCohort>;
  close(): MaybePromise<void>;
}
