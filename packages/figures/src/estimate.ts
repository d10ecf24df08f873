import { withInterval } from './config-mark.ts';
import { isDrawable } from './scale.ts';

/** `0.7351 ± 0.0008`: a mean and half its 95% interval, where there are such. */
export function estimateText(mean: number | null | undefined, half: number | null | undefined): string {
  return isDrawable(mean) ? withInterval(mean, isDrawable(half) ? half : null) : '–';
}
