import { type CutTraining, oversample } from '../dataset/cut.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { concatenate } from '../dataset/rows.ts';
import type { COMMON } from '../parameter/common.ts';
import type { Parameter, Settings, Values } from '../parameter/parameter.ts';
import type { VAE } from '../parameter/vae.ts';
import type { Seed } from '../random/stream.ts';
import type { ClassSizes } from './sizes.ts';

/** What an arm is told: the parameters of every trial, and those that it uses. */
export type ArmSettings<Uses extends Parameter> = Settings<OfEveryTrial | Uses>;

type OfEveryTrial = Extract<(typeof COMMON)[number], { readonly name: 'minority_rate' | 'epochs' }>;

export type VaeSettings = Settings<(typeof VAE)[number]>;

/** What an arm sees: one replicate's data after the cut. It never sees validation or test rows. */
export interface ArmContext<Uses extends Parameter = never> {
  readonly dataset: Dataset;
  readonly training: CutTraining;
  readonly config: ArmSettings<Uses>;
  readonly seed: Seed;
}

/** The classifier's training set of one epoch. Row numbers from `dataset.train.count` on mean generated rows. */
export interface TrainingSet {
  readonly order: Uint32Array;
  /** By row number, or null for 1 each. */
  readonly weights: Float32Array | null;
}

/** Features [n, D] row-major and the class of each row. [n] */
export interface PreparedRows {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

interface AnyPlan {
  /** Added to each class's score when predicting; the outputs' biases start at minus this. [K] */
  readonly logPriorShift?: readonly number[];
}

/** The same training set in each epoch. */
export interface FixedPlan extends AnyPlan {
  readonly kind: 'fixed';
  readonly set: TrainingSet;
  /** Rows made before training, once (SMOTE, the placebo's constant row). */
  readonly prepared?: Preparation;
}

/** Rows that are made a piece at a time, so that nobody need hold them all. */
export interface Preparation {
  /** The class of each. [n] */
  readonly labels: Uint8Array;
  /** What makes them by a seed: their features [n, D], in pieces of whole rows that are the caller's. It holds what it learns of rows for further seeds. */
  maker(): (seed: Seed) => Iterable<Float32Array>;
}

/** Each epoch other rows are made of the training rows, without a VAE. */
export interface RenewedPlan extends AnyPlan {
  readonly kind: 'renewed';
  /** How many, in every epoch. */
  readonly count: number;
  of(epoch: number): RenewedRows;
}

interface RenewedRows {
  readonly set: TrainingSet;
  /** The class of each made row. [count] */
  readonly labels: Uint8Array;
  /** Writes the features of made row `i`, [D]; any of them, in any order. */
  write(i: number, into: Float32Array): void;
}

/** Each epoch a VAE is fitted on some rows and generates others anew. */
export interface GeneratingPlan extends AnyPlan {
  readonly kind: 'generating';
  readonly vae: VaeSettings;
  readonly fitOn: Uint32Array;
  readonly generateFrom: Uint32Array;
  /** Whether `set` looks at what it is given. */
  readonly byProbability: boolean;
  /** `probabilities` are the VAE head's for the rows that it generated, [generated rows, P]. */
  set(probabilities: Float32Array): TrainingSet;
}

/** How one trial augments its training set. */
export type ArmPlan = FixedPlan | RenewedPlan | GeneratingPlan;

interface Described<Name extends string, Uses extends Parameter> {
  readonly name: Name;
  /** The training set of an epoch, as docs/arms.md has it. */
  readonly description: string;
  /** Its parameters beside those of every trial. */
  readonly uses: readonly Uses[];
  /** Its own defaults, where they are not those of the parameters. */
  readonly defaults?: Values;
  /** Rows that the classifier sees in one pass, expected. */
  passRows(sizes: ClassSizes, config: ArmSettings<Uses>): number;
}

export interface FixedArm<Name extends string = string, Uses extends Parameter = Parameter>
  extends Described<Name, Uses> {
  readonly kind: 'fixed';
  /** Whether the rows that it prepares could stand in the table. */
  readonly makes?: true;
  /** Whether it is for images alone, whose features have places. */
  readonly images?: true;
  plan(context: ArmContext<Uses>): FixedPlan | RenewedPlan;
}

/** An arm with a VAE. */
export interface GeneratingArm<Name extends string = string, Uses extends Parameter = Parameter>
  extends Described<Name, Uses> {
  readonly kind: 'generating';
  /** Names of arms without one that share all but the generating: a gain over them is what the VAE is good for. */
  readonly controls: readonly string[];
  /** Whether its VAE is told the class, and so generates from the prior. */
  readonly conditional?: true;
  plan(context: ArmContext<Uses>): GeneratingPlan;
}

export type Arm = FixedArm | GeneratingArm;

/** These take what an arm uses from its record, so that its functions get a config of just that. */
export const fixedArm = <const Name extends string, const Uses extends Parameter = never>(
  arm: FixedArm<Name, Uses>,
) => arm;
export const generatingArm = <const Name extends string, const Uses extends Parameter>(
  arm: GeneratingArm<Name, Uses>,
) => arm;

/** All classes at their targets, as row numbers. */
export function oversampledRows({ training, seed }: ArmContext): Uint32Array {
  return concatenate(oversample(training, seed));
}

/** Classes that get augmented: all but the majority. */
export function minorityClasses({ dataset, training }: ArmContext): number[] {
  return training.kept.flatMap((_, k) => (k === dataset.majority ? [] : [k]));
}
