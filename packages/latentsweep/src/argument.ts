/** What TypeScript refuses, and plain JavaScript lets through. */

import { LatentsweepError } from '@latentsweep/core';

/** Throws LatentsweepError `bad_argument`. `what`: the argument and what it is to be, as in "metrics is to be an object of numbers". */
export function refuseUnless(holds: boolean, what: string, value: unknown): asserts holds {
  if (holds) return;
  const seen =
    value === null || typeof value !== 'object' ? String(value) : Object.prototype.toString.call(value);
  throw new LatentsweepError(
    'bad_argument',
    `${what}, and not ${seen.slice(0, 80)}.`,
    'docs/typescript-api.md has all calls.',
  );
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
