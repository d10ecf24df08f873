import { type CutTraining, oversample } from '../dataset/cut.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { concatenate } from '../dataset/rows.ts';
import type { Seed } from '../random/stream.ts';
import type { TrialConfig } from '../trial/config.ts';

/** What an arm sees: one replicate's data after the cut. It never sees validation or test rows. */
export interface ArmContext {
  readonly dataset: Dataset;
  readonly training: CutTraining;
  readonly config: TrialConfig;
  readonly seed: Seed;
}

/** The classifier's training set of one epoch. Row numbers from `dataset.train.count` on mean generated rows. */
export interface TrainingSet {
  readonly order: Uint32Array;
  /** By row number, or null for 1 each. */
  readonly weights: Float32Array | null;
}

/** How one trial augments its training set. */
export interface ArmPlan {
  /** Rows made before training, once (SMOTE, the placebo's constant row). */
  readonly prepared: { readonly features: Float32Array; readonly labels: Uint8Array } | null;
  /** What the VAE is fitted on and what it generates from, each epoch; null in arms without one. */
  readonly vae: { readonly fitOn: Uint32Array; readonly generateFrom: Uint32Array } | null;
  /** `probabilities` are the VAE head's, [generated rows, P]. */
  trainingSet(probabilities: Float32Array | null): TrainingSet;
  /** Added to each class's score when predicting, null for nothing; the outputs' biases start at minus this. [K] */
  readonly logPriorShift: readonly number[] | null;
}

export function withoutVae(
  trainingSet: TrainingSet,
  extra: Partial<Pick<ArmPlan, 'prepared' | 'logPriorShift'>> = {},
): ArmPlan {
  return { prepared: null, vae: null, logPriorShift: null, ...extra, trainingSet: () => trainingSet };
}

/** All classes at their targets, as row numbers. */
export function oversampledRows({ training, seed }: ArmContext): Uint32Array {
  return concatenate(oversample(training, seed));
}

/** Classes that get augmented: all but the majority. */
export function minorityClasses({ dataset, training }: ArmContext): number[] {
  return training.kept.flatMap((_, k) => (k === dataset.majority ? [] : [k]));
}
