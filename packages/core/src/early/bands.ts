/** How many bands there are where the file gives the first one, as in W&B's engine. */
const MOST_BANDS = 100;

/** Where bands lie: from the first one up, or `s` of them below `maxIter`, which wins where both are given. */
export interface BandWish {
  readonly minIter?: number;
  readonly maxIter?: number;
  readonly s?: number;
  readonly eta: number;
}

/**
 * The epochs at which runs are judged, rising: minIter, minIter·eta, minIter·eta², …, or maxIter/eta, maxIter/eta², … as long as
 * they are 1 or more. The product stays a fraction and each band is cut to a whole number, as in W&B's engine (sweeps 0.3.0,
 * `hyperband_stopping.py`); two that are cut to the same are one.
 */
export function bandsOf({ minIter, maxIter, s, eta }: BandWish): number[] {
  const bands: number[] = [];
  if (maxIter !== undefined) {
    for (let band = maxIter / eta, i = 0; i < (s ?? MOST_BANDS) && band >= 1; band /= eta, i++) {
      bands.unshift(Math.floor(band));
    }
  } else {
    for (let band = minIter ?? 1, i = 0; i < MOST_BANDS; band *= eta, i++) bands.push(Math.floor(band));
  }
  return [...new Set(bands)];
}
