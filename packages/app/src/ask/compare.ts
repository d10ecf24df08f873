import { InputError, MOST_METRICS } from '@latentsweep/core';
import { type Reading, storable } from '@latentsweep/store';
import type { Told } from './asking.ts';
import { type GivenName, trialName } from './trial-name.ts';

type EndedTrial = Pick<Awaited<ReturnType<Reading['trial']>>, 'row' | 'curves' | 'measures'>;

/** Throws InputError `told_otherwise` where a trial has not ended with what is told now. */
export function refuseOther(name: GivenName, ended: EndedTrial, told: Told): void {
  const before = beforeOf(ended);
  if (isSame(ended, before, told)) return;
  const now = 'failed' in told ? { failed: told.failed } : told.metrics;
  const isCompleted = ended.row['state'] === 'completed';
  const keys = 'failed' in told || !isCompleted ? Object.keys(before) : Object.keys(told.metrics);
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => keys.includes(key)));
  throw new InputError(
    'told_otherwise',
    `Trial ${trialName(name)} was told before, as ${text(kept)}, and now as ${text(now)}. The first one stays.`,
    'A trial is told once. Compute it again in a sweep of another name, or with more `replicates`.',
  );
}

function beforeOf({ row: { state, error }, ...ended }: EndedTrial): Readonly<Record<string, unknown>> {
  if (state === 'completed') return lastOf(ended) ?? ended.measures ?? {};
  return { [state === 'failed' ? 'failed' : 'diverged']: error };
}

/** The last point of its curves; null: it was told but once. */
function lastOf({ curves }: Pick<EndedTrial, 'curves'>): Readonly<Record<string, number>> | null {
  if (!curves?.['step']?.length) return null;
  const { step: _, ...columns } = curves;
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.at(-1)!]));
}

function isSame(ended: EndedTrial, before: Readonly<Record<string, unknown>>, told: Told): boolean {
  const { state } = ended.row;
  if ('failed' in told) return state === 'failed' && before['failed'] === storable(told.failed);
  if (state === 'completed') return isKept(before, told.metrics);
  if (state !== 'diverged') return false;
  const last = lastOf(ended);
  if (last !== null) return isKept(last, told.metrics);
  // Of what was told but once, a number that is none is what diverged; or a report was, and there was no more to say.
  const values = Object.values(told.metrics);
  return values.length === 0 || values.some((value) => !Number.isFinite(value));
}

/** Whether what is told now was kept. NaN and infinities are kept as nothing, and so are names for which there was no room. */
function isKept(kept: Readonly<Record<string, unknown>>, told: Readonly<Record<string, number>>): boolean {
  const isFull = Object.keys(kept).length >= MOST_METRICS;
  return Object.entries(told).every(([name, value]) => {
    const [before, now] = [finite(Object.hasOwn(kept, name) ? kept[name] : null), finite(value)];
    return before === now || (isFull && before === null);
  });
}

const finite = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

const text = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`)
    .join(' ')
    .slice(0, 300);
