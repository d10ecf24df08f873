/**
 * What a verdict is made of. Its size depends on the arms, the classifiers and the replicates of a sweep, not on how many
 * configs it has.
 */

import type { Values } from '../parameter/parameter.ts';

/** The config of a group that validation put first, the one that was proposed first of several that are equal. */
interface ChosenConfig {
  readonly hash: string;
  readonly config: Values;
  /** The mean on validation rows. */
  readonly validation: number;
  /** Its values on test rows, in the order of the replicates. */
  readonly test: readonly number[];
}

/** The configs of one arm, one classifier and one share of kept minority rows that have both values in every replicate of `VerdictMaterial.replicates`. */
export interface ArmGroup {
  readonly arm: string;
  readonly classifier: string;
  /** Another one is another problem, not another way to solve it. Null where the sweep has very many, which are one group. */
  readonly minorityRate: number | null;
  readonly configs: number;
  readonly best: ChosenConfig;
  /** Over its configs and the replicates: of the values on validation rows v, and beside them those on test rows t. */
  readonly spread: {
    /** By replicate: the means over configs of v and of t. */
    readonly means: readonly number[];
    readonly testMeans: readonly number[];
    /** The sums of all v² and of all v t. */
    readonly squares: number;
    readonly products: number;
    /** The same over configs, of their means over replicates. */
    readonly squaresOfMeans: number;
    readonly productsOfMeans: number;
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
  /** What is left out because it breaks a constraint of the sweep: how many configs of which arm and classifier. */
  readonly breaking: readonly {
    readonly arm: string;
    readonly classifier: string;
    readonly configs: number;
  }[];
}
