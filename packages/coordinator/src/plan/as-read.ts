import type { DatasetDefinition } from '../port.ts';

/**
 * The data set of a file as a version read it that made the `earlier` sweep of its name, where that was before tables
 * were read as they are today; null where the file, by a key of today, asks to be read otherwise.
 */
export function asRead(now: DatasetDefinition, earlier: DatasetDefinition): DatasetDefinition | null {
  if (now.kind !== 'table' || earlier.kind !== 'table' || earlier.reading !== 1) return null;
  const { header, columns, encoding, keep, missing, decimal, dates, reading } = earlier;
  const asks = [now.header, now.columns, now.encoding, now.missing, now.decimal].some((key) => key !== null);
  if (asks || now.dates.length > 0 || (now.keep ?? []).length > 0) return null;
  return { ...now, header, columns, encoding, keep, missing, decimal, dates, reading };
}
