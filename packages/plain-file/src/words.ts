import type { Bounds } from '@latentsweep/core';

/** ` from 1 to 9`, ` of at least 1`, or nothing where there are no bounds. */
export function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const sides = [
    minimum !== undefined && `of at least ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
  ].filter((side) => side !== false);
  return sides.length === 0 ? '' : ` ${sides.join(' and ')}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(choices: readonly string[]): string {
  return choices.length === 1 ? choices[0]! : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
