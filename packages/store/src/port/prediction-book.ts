/** Predictions of trials that were trained again, as whoever shows them keeps them. */

export interface PredictionBook {
  /**
   * Keeps what a trial predicted, instead of what was kept of it before. Beyond `mostBytes` in all (64 MB by default) those
   * that were asked for longest ago go; more than that alone is not kept. They go with their sweep; of a trial that is gone
   * nothing is kept.
   */
  keepPredictions(
    trialId: number,
    bytes: Uint8Array,
    options?: { readonly mostBytes?: number },
  ): Promise<void>;
  /** Notes that they were asked for just now. */
  predictionsAsked(trialId: number): Promise<void>;
}
