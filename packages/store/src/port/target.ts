/** What a sweep with a target asks of its results. */

/** A config all of whose replicates have ended. */
export interface EndedConfig {
  readonly hash: string;
  /** By replicate: the sweep's metric on validation rows, or null where there is none. */
  readonly values: readonly (number | null)[];
}

/** A page of them, in the order of their last trials. */
export interface EndedConfigs {
  /** The number of the last trial that was looked at: the next page is behind it. */
  readonly upTo: number;
  readonly configs: readonly EndedConfig[];
}
