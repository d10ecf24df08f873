import { InputError } from '@latentsweep/core';
import type { Reading } from '@latentsweep/store';
import type { Told } from './asking.ts';
import { type GivenName, trialName } from './trial-name.ts';

type EndedTrial = Pick<Awaited<ReturnType<Reading['trial']>>, 'row' | 'curves' | 'measures'>;

/** Throws InputError `told_otherwise` where a trial has not ended with what is told now. */
export function refuseOther(name: GivenName, { row, curves, measures }: EndedTrial, told: Told): void {
  const { state, error } = row;
  const before =
    state === 'completed'
      ? lastOf(curves, measures ?? {})
      : { [state === 'failed' ? 'failed' : 'diverged']: error };
  if (isSame(String(state), before, told)) return;
  const now = 'failed' in told ? { failed: told.failed } : told.metrics;
  const keys = 'failed' in told || state !== 'completed' ? Object.keys(before) : Object.keys(told.metrics);
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => keys.includes(key)));
  throw new InputError(
    'told_otherwise',
    `Trial ${trialName(name)} was told before, as ${text(kept)}, and now as ${text(now)}. The first one stays.`,
    'A trial is told once. Compute it again in a sweep of another name, or with more `replicates`.',
  );
}

/** What was told last: the last point of its curves, or all there was. */
function lastOf(
  curves: EndedTrial['curves'],
  measures: Readonly<Record<string, number | null>>,
): Readonly<Record<string, number | null>> {
  if (!curves?.['step']?.length) return measures;
  const { step: _, ...columns } = curves;
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.at(-1) ?? null]));
}

function isSame(state: string, before: Readonly<Record<string, unknown>>, told: Told): boolean {
  if ('failed' in told) return state === 'failed' && before['failed'] === told.failed;
  const values = Object.entries(told.metrics);
  if (state === 'completed') return values.every(([name, value]) => numberOf(before[name]) === value);
  return state === 'diverged' && values.some(([, value]) => !Number.isFinite(value));
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);

const text = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`)
    .join(' ')
    .slice(0, 300);
