/**
 * Multiples of a step without the noise of binary fractions: 3 * 0.1 is 0.3 here, so that it is the same value
 * as a 0.3 that somebody wrote out.
 */

/** In steps: what binary fractions may be off. */
const SLACK = 1e-9;

/** Digits after the point in the shortest decimal form of `x`. */
export function decimals(x: number): number {
  const [mantissa = '', exponent = '0'] = String(x).split('e');
  const fraction = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, fraction - Number(exponent));
}

/** start + k * step, rounded to as many decimals as `start` and `step` are written with. */
export function stepped(start: number, k: number, step: number): number {
  const digits = Math.max(decimals(start), decimals(step));
  const value = start + k * step;
  return (digits > 100 ? value : Number(value.toFixed(digits))) + 0;
}

/** The multiple of `q` nearest to `x`: round(x / q) * q, as in W&B. */
export function quantise(x: number, q: number): number {
  return stepped(0, Math.round(x / q), q);
}

/** The multiple of `q` within the bounds that is nearest to `x`. There must be one. */
export function quantiseWithin(x: number, q: number, min: number, max: number): number {
  const k = Math.min(lastMultiple(max, q), Math.max(firstMultiple(min, q), Math.round(x / q)));
  return stepped(0, k, q);
}

/** k of the smallest k * q that is not below `min`, and of the largest that is not above `max`. */
export const firstMultiple = (min: number, q: number): number => Math.ceil(min / q - SLACK);
export const lastMultiple = (max: number, q: number): number => Math.floor(max / q + SLACK);

/** How many steps of `step` fit between `min` and `max`; a bound that is a whole number of steps away counts. */
export function stepsBetween(min: number, max: number, step: number): number {
  return Math.floor((max - min) / step + SLACK);
}
