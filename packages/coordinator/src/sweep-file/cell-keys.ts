import { type Found, readValue, type Section, shown } from '@latentsweep/plain-file';
import { trimmed } from '../dataset/column/blank.ts';
import type { DatasetDefinition, DateColumn } from '../port.ts';
import { COLUMNS, type TABLE_KEYS } from './keys.ts';

type CellKeys = Pick<Extract<DatasetDefinition, { kind: 'table' }>, 'missing' | 'decimal' | 'dates'>;

const FORMAT = { type: 'text', maxLength: 200 } as const;

/** What cells of a table mean. Undefined with faults. */
export function readCellKeys(
  section: Section<typeof TABLE_KEYS>,
  categorical: readonly string[],
): CellKeys | undefined {
  const missing = section.get('missing')?.map(trimmed) ?? null;
  const decimal = section.get('decimal') ?? null;
  const dates = readDates(section.under('dates'));
  const both = dates?.find(({ column }) => categorical.includes(column));
  if (both) {
    const message = `${shown(both.column)} is a date here and a name under \`categorical\``;
    section.at('dates').fault('column_used_twice', message, 'Remove it from one of the two.');
  }
  return dates && { missing, decimal, dates };
}

/** `[column]` for ISO 8601, or `{ column: format }` with a format of strptime. */
function readDates(found: Found | undefined): readonly DateColumn[] | undefined {
  if (found === undefined) return [];
  if (found.tree.kind !== 'map') {
    return readValue(COLUMNS, found)?.map((column) => ({ column, format: null }));
  }
  const dates = found.entries().map(([column, value]) => {
    const iso = value.tree.kind === 'scalar' && value.tree.value === null;
    const format = iso ? null : readValue(FORMAT, value);
    return format === undefined ? undefined : { column, format };
  });
  return dates.includes(undefined) ? undefined : (dates as DateColumn[]);
}
