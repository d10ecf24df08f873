/**
 * What a verdict is made of. Its size depends on the arms, the classifiers and the replicates of a sweep, not on how many
 * configs it has.
 */

import type { Values } from '../parameter/parameter.ts';

/** A config that validation put first. */
export interface Pick {
  readonly hash: string;
  readonly config: Values;
  /** The mean on the validation rows of the replicates that it was chosen by. */
  readonly validation: number;
}

/** The configs of one arm and one classifier that have both values in every replicate of `VerdictMaterial.replicates`. */
export interface ArmGroup {
  readonly arm: string;
  readonly classifier: string;
  readonly configs: number;
  /** Chosen by all replicates. `test`: its value in each of them. */
  readonly best: Pick & { readonly test: readonly number[] };
  /** In the order of the replicates: chosen by all others, and its value on the test rows of this one. */
  readonly leftOut: readonly (Pick & { readonly test: number })[];
  /** Over its configs and the replicates, of the values on validation rows. */
  readonly spread: {
    /** By replicate: the mean over configs. */
    readonly means: readonly number[];
    /** The sum of squares of all values. */
    readonly squares: number;
    /** The sum over configs of the squares of their means. */
    readonly squaresOfMeans: number;
  };
}

export interface VerdictMaterial {
  /** Whether more of the metric is better. */
  readonly higherIsBetter: boolean;
  /** The replicates in which at least half as many configs have both values as in the fullest one, ascending. */
  readonly replicates: readonly number[];
  readonly groups: readonly ArmGroup[];
  /** Configs that have a value in some replicate, and lack one in one of `replicates`. */
  readonly incomplete: number;
}
