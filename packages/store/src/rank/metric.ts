import { bothSplits, InputError, MEASURES, METRICS, measureNamed, nearestOf } from '@latentsweep/core';
import type { StoredObjective, Sweep } from '../port.ts';

/**
 * Whether more of it is better: by the sweep's goal for its own objectives, else as the catalogue has it; of what a program calls as
 * it likes, as its name says.
 */
export function isMaximized(
  { metric, goal, definition, ownMeasures }: Pick<Sweep, 'metric' | 'goal' | 'definition' | 'ownMeasures'>,
  by: string,
): boolean {
  if (by === metric) return goal === 'maximize';
  const own = objectivesIn(definition)?.find(({ name }) => name === by);
  if (own) return own.goal === 'maximize';
  return ownMeasures ? !LESS_IS_BETTER.test(by) : measureNamed.get(by)?.better !== 'lower';
}

const LESS_IS_BETTER = /loss|err|mse|mae|nll|perplexity|regret|seconds|time|bytes/i;

/** On which rows a metric of a sweep is reported, and on which it is judged: a program's own is what it is. */
export function splitsOf(
  { ownMeasures }: Pick<Sweep, 'ownMeasures'>,
  metric: string,
): { readonly test: string; readonly validation: string } {
  return ownMeasures ? { test: metric, validation: metric } : bothSplits(metric);
}

/** The objectives of a sweep that has several, its metric first; undefined of one that has not. */
export function objectivesIn(definition: unknown): readonly StoredObjective[] | undefined {
  return (definition as { readonly metrics?: readonly StoredObjective[] } | null)?.metrics;
}

export const isConstrained = ({ definition }: Pick<Sweep, 'definition'>): boolean =>
  Boolean((definition as { readonly constraints?: unknown } | null)?.constraints);

/** Throws InputError `unknown_metric`. */
export function checkMetric(sweep: Pick<Sweep, 'ownMeasures'>, name: string): void {
  const known = sweep.ownMeasures ?? METRICS;
  if (!known.includes(name)) throw unknownMetric(sweep, name, known, 'is not a metric');
}

const SCALARS = MEASURES.filter(({ shape }) => shape === 'scalar').map(({ name }) => name);

/** Of what can be shown beside a metric: any measure that is one number. Throws InputError `unknown_metric`. */
export function checkShown(sweep: Pick<Sweep, 'ownMeasures'>, names: readonly string[]): void {
  const known = sweep.ownMeasures ?? SCALARS;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownMetric(sweep, unknown, known, 'is not a measure of one number');
}

function unknownMetric(
  { ownMeasures }: Pick<Sweep, 'ownMeasures'>,
  name: string,
  known: readonly string[],
  why: string,
): InputError {
  const near = nearestOf(name, known);
  const listed = ownMeasures
    ? `The results of this sweep hold ${ownMeasures.join(', ')}.`
    : 'docs/measures.md lists them.';
  return new InputError(
    'unknown_metric',
    `${JSON.stringify(name)} ${why}${ownMeasures ? ' of this sweep' : ''}.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : listed,
  );
}
