import { log } from '../math/elementary.ts';

/**
 * The value that a standard normal exceeds with the chance `p` in (0, 1): Abramowitz and Stegun, 26.2.23, off by less than
 * 4.5e-4.
 */
export function normalExceeded(p: number): number {
  if (p > 0.5) return -normalExceeded(1 - p);
  const t = Math.sqrt(-2 * log(p));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}

/** How far the greatest of `n` independent standard normals lies above zero on average (Blom, 1958; off by about 1%). */
export function expectedMaximum(n: number): number {
  return n < 2 ? 0 : normalExceeded(0.625 / (n + 0.25));
}
