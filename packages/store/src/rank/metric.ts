import { InputError, MEASURES, METRICS, measureNamed, nearestOf } from '@latentsweep/core';
import type { Sweep } from '../port.ts';

/** Whether more of it is better: by the sweep's goal for its own metric, else as the catalogue has it. */
export function isMaximized({ metric, goal }: Pick<Sweep, 'metric' | 'goal'>, by: string): boolean {
  return by === metric ? goal === 'maximize' : measureNamed.get(by)?.better !== 'lower';
}

/** Throws InputError `unknown_metric`. */
export function checkMetric(name: string): void {
  if (METRICS.includes(name)) return;
  const near = nearestOf(name, METRICS);
  throw new InputError(
    'unknown_metric',
    `${JSON.stringify(name)} is not a metric.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Metrics: ${METRICS.join(', ')}.`,
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
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Measures: ${SCALARS.join(', ')}.`,
  );
}
