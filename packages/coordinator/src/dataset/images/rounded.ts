import type { Fault } from '@latentsweep/core';

/** Fractions of bytes, such as 0.2 for 51 of 255, are off by less. */
const ROUNDED = 0.01;

/** Where pixels were finer than bytes. `furthest`: the largest distance of one to its byte. */
export function roundedNote(label: string, furthest: number): Fault[] {
  if (furthest < ROUNDED) return [];
  const message = `Pixels of ${label} are finer than bytes, and are rounded to 256 levels`;
  return [{ code: 'pixels_rounded', path: 'dataset', message, hint: 'Nothing needs to be done.' }];
}
