import { measured } from './config-mark.ts';
import { isDrawable } from './scale.ts';

/** `0.7351 ± 0.0008`: a mean and half its 95% interval, where there are such, with as many decimals. */
export function estimateText(mean: number | null | undefined, half: number | null | undefined): string {
  if (!isDrawable(mean)) return '–';
  return isDrawable(half) ? `${measured(mean)} ± ${halfText(mean, half)}` : measured(mean);
}

/** `+0.0123 ± 0.0040`, of a difference. */
export function differenceText(value: number | null | undefined, half: number | null | undefined): string {
  if (!isDrawable(value)) return '–';
  const text = Math.abs(value) < 1 ? value.toFixed(4) : measured(value);
  const signed = value > 0 && Number(text) !== 0 ? `+${text}` : text.replace(/^-(0\.0*)$/, '$1');
  return isDrawable(half) ? `${signed} ± ${halfText(value, half)}` : signed;
}

const halfText = (value: number, half: number): string =>
  Math.abs(value) < 1000 && half < 1000 ? half.toFixed(4) : measured(half);
