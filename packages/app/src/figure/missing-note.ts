import { plural } from '@latentsweep/core';
import type { ShownColumn } from '@latentsweep/worker';
import { percent } from '../text/number.ts';

/** Columns that are named. */
const MOST_NAMED = 3;

/** Which columns lack values, and in how many rows of each kind: a histogram does not show it. None: no note. */
export function missingNotes(columns: readonly ShownColumn[]): string[] {
  const lacking = columns
    .map(({ name, real, made }) => ({ name, real: missingShare(real), made: missingShare(made) }))
    .filter(({ real, made }) => real > 0 || made > 0);
  if (lacking.length === 0) return [];
  const named = lacking
    .slice(0, MOST_NAMED)
    .map(
      ({ name, real, made }) =>
        `${name} in ${percent(real)} of the real rows and ${percent(made)} of the generated ones`,
    );
  const more = lacking.length - named.length;
  return [`Missing: ${named.join('; ')}${more > 0 ? `; and ${plural(more, 'more column')}` : ''}.`];
}

function missingShare(values: Float64Array): number {
  return values.length === 0 ? 0 : values.filter(Number.isNaN).length / values.length;
}
