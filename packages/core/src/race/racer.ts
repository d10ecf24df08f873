/** A config that is alive, with its values on the replicates that all of them have. */
export interface Racer {
  /** Its name, which also decides between equals. */
  readonly hash: string;
  /** Configs that one training run serves have the same: they differ only in their epochs. */
  readonly run: string;
  readonly epochs: number;
  /** Others are compared with it: it is never dropped. */
  readonly comparator: boolean;
  /** By its means so far it breaks a constraint: no other is compared with it, and it is judged as all are. */
  readonly breaks?: boolean;
  /** By replicate, the same number of them for each config; more is better. Null: that trial has no value. */
  readonly values: readonly (number | null)[];
}

export interface RaceRules {
  /** Of this look, one-sided: see `pocockLevel`. */
  readonly level: number;
  /** That of a milestone beside the best one of its own run. Absent: the same. */
  readonly within?: number;
  /** Training runs that go on at least, comparators not counted. */
  readonly least: number;
  /** Comparisons that chances are adjusted for beside those that are made. Absent: none. */
  readonly others?: number;
  /** Others come behind these, so that the best of them is the best so far. */
  readonly soFar?: boolean;
}
