import { InputError, MEASURES, METRICS, measureNamed, nearestOf } from '@latentsweep/core';
import type { StoredObjective, Sweep } from '../port.ts';

/** Whether more of it is better: by the sweep's goal for its own objectives, else as the catalogue has it. */
export function isMaximized(
  { metric, goal, definition }: Pick<Sweep, 'metric' | 'goal' | 'definition'>,
  by: string,
): boolean {
  if (by === metric) return goal === 'maximize';
  const own = objectivesIn(definition)?.find(({ name }) => name === by);
  return own ? own.goal === 'maximize' : measureNamed.get(by)?.better !== 'lower';
}

/** The objectives of a sweep that has several, its metric first; undefined of one that has not. */
export function objectivesIn(definition: unknown): readonly StoredObjective[] | undefined {
  return (definition as { readonly metrics?: readonly StoredObjective[] } | null)?.metrics;
}

export const isConstrained = ({ definition }: Pick<Sweep, 'definition'>): boolean =>
  Boolean((definition as { readonly constraints?: unknown } | null)?.constraints);

/** Throws InputError `unknown_metric`. */
export function checkMetric(name: string): void {
  if (METRICS.includes(name)) return;
  const near = nearestOf(name, METRICS);
  throw new InputError(
    'unknown_metric',
    `${JSON.stringify(name)} is not a metric.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'docs/measures.md lists them.',
  );
}

const SCALARS = MEASURES.filter(({ shape }) => shape === 'scalar').map(({ name }) => name);

/** Of what can be shown beside a metric: any measure that is one number. Throws InputError `unknown_metric`. */
export function checkShown(names: readonly string[]): void {
  const unknown = names.find((name) => !SCALARS.includes(name));
  if (unknown === undefined) return;
  const near = nearestOf(unknown, SCALARS);
  throw new InputError(
    'unknown_metric',
    `${JSON.stringify(unknown)} is not a measure of one number.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'docs/measures.md lists them.',
  );
}
