/** Scaling of one number column to [0, 1], fitted on training values alone. */

export type Scale = 'quantile' | 'minmax' | 'none';

const MAX_QUANTILES = 1000;
/** `minmax` clips to these percentiles of the training rows, so that one outlier does not squeeze the rest. */
const WINSOR_LOW = 0.005;
const WINSOR_HIGH = 0.995;

/** A fitted scaling as plain data. */
export type FittedScale =
  | { readonly kind: 'none' }
  /** Nothing to tell apart: always 0. */
  | { readonly kind: 'constant' }
  | { readonly kind: 'minmax'; readonly low: number; readonly high: number }
  /** Ascending, the first below the last. */
  | { readonly kind: 'quantile'; readonly quantiles: Float64Array };

/**
 * `sorted` are the training values, ascending, none missing, at least one.
 *
 * quantile: their empirical distribution, as scikit-learn's QuantileTransformer(output_distribution='uniform')
 *   with min(1000, rows) quantiles: the lowest value and below is 0, the highest and above 1, ties the middle of
 *   their quantiles.
 * minmax: 0 at the 0.5th percentile and below, 1 at the 99.5th and above; at the extremes where those are equal.
 * none: the value as it is. The VAE reconstructs through a sigmoid, so the data must lie in [0, 1] already.
 */
export function fittedScale(scale: Scale, sorted: Float64Array): FittedScale {
  if (scale === 'none') return { kind: 'none' };
  if (sorted[0]! === sorted.at(-1)!) return { kind: 'constant' };
  if (scale === 'quantile') {
    return { kind: 'quantile', quantiles: quantilesOf(sorted, Math.min(MAX_QUANTILES, sorted.length)) };
  }
  const [low, high] = winsorBounds(sorted);
  return { kind: 'minmax', low, high };
}

/** The scaling as a function of a value. */
export function scaling(fitted: FittedScale): (value: number) => number {
  switch (fitted.kind) {
    case 'none':
      return (value) => value;
    case 'constant':
      return () => 0;
    case 'minmax':
      return between(fitted.low, fitted.high);
    case 'quantile':
      return byQuantiles(fitted.quantiles);
  }
}

export const fitScale = (scale: Scale, sorted: Float64Array) => scaling(fittedScale(scale, sorted));

/**
 * From a scaled value in [0, 1] back to one that scales to it: exact for values that are quantiles, linear between them.
 * What scaling clips comes back as the value that it is clipped to.
 */
export function unscaling(
  fitted: Exclude<FittedScale, { readonly kind: 'constant' }>,
): (scaled: number) => number {
  if (fitted.kind === 'none') return (scaled) => scaled;
  const places = fitted.kind === 'quantile' ? fitted.quantiles : Float64Array.of(fitted.low, fitted.high);
  return (scaled) => quantile(places, Math.min(1, Math.max(0, scaled)));
}

function winsorBounds(sorted: Float64Array): [low: number, high: number] {
  const low = quantile(sorted, WINSOR_LOW);
  const high = quantile(sorted, WINSOR_HIGH);
  return low < high ? [low, high] : [sorted[0]!, sorted.at(-1)!];
}

/** The middle value, or the mean of the two middle ones. */
export function median(sorted: Float64Array): number {
  return quantile(sorted, 0.5);
}

/** At position q (n - 1), linear between neighbours: numpy's default. */
function quantile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const step = high - low;
  const part = position - below;
  // The step between the largest doubles of either sign is no double.
  return step === 0 ? low : Number.isFinite(step) ? low + part * step : low * (1 - part) + high * part;
}

function quantilesOf(sorted: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => quantile(sorted, i / (count - 1)));
}

function between(low: number, high: number): (value: number) => number {
  // Halves, so that the range of the largest doubles does not overflow.
  const range = high / 2 - low / 2;
  return (value) => Math.min(1, Math.max(0, (value / 2 - low / 2) / range));
}

/** `quantiles` ascending, the first below the last. */
function byQuantiles(quantiles: Float64Array): (value: number) => number {
  const last = quantiles.length - 1;
  return (value) => {
    if (value <= quantiles[0]!) return 0;
    if (value >= quantiles[last]!) return 1;
    const first = firstAtLeast(quantiles, value);
    if (quantiles[first] === value) {
      let end = first;
      while (quantiles[end + 1] === value) end++;
      return (first + end) / 2 / last;
    }
    const low = quantiles[first - 1]!;
    const part = (value / 2 - low / 2) / (quantiles[first]! / 2 - low / 2);
    return (first - 1 + part) / last;
  };
}

/** The first place in `ascending` whose value is at least `value`. */
function firstAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
