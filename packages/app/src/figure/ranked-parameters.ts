import { importances } from '@latentsweep/core';
import type { BinnedParameters } from '@latentsweep/store';

type Binned = BinnedParameters['parameters'][number];

export interface RankedParameter extends Binned {
  readonly importance: number;
}

/** The most important first; of those that explain nothing, the ones that vary. */
export function rankedParameters({ sample, parameters }: BinnedParameters): RankedParameter[] {
  const shares = importances(
    parameters.map(({ bins, numeric }) => ({ bins, ordered: numeric })),
    sample.shown,
  );
  return parameters
    .map((parameter, i) => ({ ...parameter, importance: shares[i]! }))
    .sort((a, b) => b.importance - a.importance || Number(varies(b)) - Number(varies(a)));
}

export function varies({ bins }: Binned): boolean {
  return bins.length > 1 || bins.some(({ values }) => values > 1);
}
