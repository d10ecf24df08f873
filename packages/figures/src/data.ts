/** What all figures' data says of itself, and what several of them hold. */

export interface Drawn {
  /** The slug of the sweep. */
  readonly sweep: string;
  /** The measure on the axis: `test_accuracy`. */
  readonly by: string;
  /** Whether more of it is better. */
  readonly maximize: boolean;
  /** The condition over what is drawn, as the user wrote it. */
  readonly where: string | null;
  /** Out of how many of what it is made; `shown` below `of`: a fair sample, which the figure says. */
  readonly sample: {
    readonly shown: number;
    readonly of: number;
    /** `of` is an estimate. */
    readonly estimated?: boolean;
    readonly what: 'configs' | 'trials' | 'rows';
  };
  /** What is worth knowing beside it, in a sentence each. */
  readonly notes: readonly string[];
}

/** A parameter as an axis. */
export type Axis = {
  /** As in the sweep file: `loss_weights.kl`. */
  readonly parameter: string;
  /** As in conditions and SQL: `loss_weights_kl`. */
  readonly column: string;
} & (
  | { readonly kind: 'number'; readonly low: number; readonly high: number; readonly log: boolean }
  /** Values as they are written in a condition without their quotes; numbers of few values too. `more`: others that are not among them. */
  | { readonly kind: 'choices'; readonly choices: readonly string[]; readonly more: number }
);

/** A value on an axis: a number, or the place of a choice in `choices`; null: the config's arm has no such parameter. */
export type OnAxis = number | null;

/** A config as a mark. */
export interface ConfigMark {
  readonly hash: string;
  readonly arm: string;
  readonly mean: number;
  /** Of the 95% interval; null with one replicate. */
  readonly half: number | null;
  readonly n: number;
}

/** A distribution: its extremes and quartiles, and its mean. */
export interface Spread {
  readonly least: number;
  readonly quartiles: readonly [number, number, number];
  readonly most: number;
  readonly mean: number;
  readonly n: number;
}

/** Counts between edges: `edges` has one more. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}
