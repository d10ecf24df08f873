import type { Sweep } from '@latentsweep/store';
import type { DataReport } from '../dataset/report.ts';
import type { SweepDefinition } from '../port.ts';

/** The definition of a sweep in the store. Those of earlier versions lack keys that came later. */
export function storedDefinition({ definition }: Pick<Sweep, 'definition'>): SweepDefinition {
  const stored = { requires: [], ...(definition as Omit<SweepDefinition, 'requires'>) };
  if (stored.dataset?.kind !== 'table') return stored;
  return { ...stored, dataset: { ...FIRST_READING, ...stored.dataset } };
}

/** How tables were read before these were keys. */
const FIRST_READING = {
  header: true,
  columns: null,
  encoding: null,
  keep: null,
  missing: null,
  decimal: null,
  dates: [],
  reading: 1,
} as const;

/** What was read of its data, or null where it began with an older version. */
export function storedReport({ dataReport }: Pick<Sweep, 'dataReport'>): DataReport | null {
  return dataReport as DataReport | null;
}
