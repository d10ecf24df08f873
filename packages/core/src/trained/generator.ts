/** A trained generator of rows as plain data. */

import type { VaeNetwork } from '../model/network.ts';

export interface TrainedGenerator {
  readonly network: VaeNetwork;
  /** Flat, as `vaeParts` has the layers. */
  readonly parameters: Float32Array;
  /** The classes of the rows that it was fitted on, ascending: of others a conditional one knows nothing. */
  readonly fittedOn: readonly number[];
  /** Rows are kept whose |p_k - the largest p of another class| is at most twice this, k their class; null: all are. */
  readonly band: number | null;
}
