import { type Findings, join, readValue, type Section, shown } from '@latentsweep/plain-file';
import { trimmed } from '../dataset/column/blank.ts';
import type { DatasetDefinition, DateColumn } from '../port.ts';
import { COLUMNS, type TABLE_KEYS } from './keys.ts';

type CellKeys = Pick<Extract<DatasetDefinition, { kind: 'table' }>, 'missing' | 'decimal' | 'dates'>;

const FORMAT = { type: 'text', maxLength: 200 } as const;

/** What cells of a table mean. Null with faults. */
export function readCellKeys(
  section: Section<typeof TABLE_KEYS>,
  categorical: readonly string[],
  findings: Findings,
): CellKeys | null {
  const missing = section.get('missing')?.map(trimmed) ?? null;
  const decimal = section.get('decimal') ?? null;
  const dates = readDates(section, findings);
  const both = dates?.find(({ column }) => categorical.includes(column));
  if (both) {
    const message = `${shown(both.column)} is a date here and a name under \`categorical\``;
    section.fault('column_used_twice', 'dates', message, 'Remove it from one of the two.');
  }
  return dates && { missing, decimal, dates };
}

/** `[column]` for ISO 8601, or `{ column: format }` with a format of strptime. */
function readDates(section: Section, findings: Findings): readonly DateColumn[] | null {
  const entry = section.entry('dates');
  if (!entry) return [];
  const path = join(section.path, 'dates');
  const { value } = entry;
  if (value.kind !== 'map') {
    const columns = readValue(COLUMNS, value, path, findings);
    return columns?.map((column) => ({ column, format: null })) ?? null;
  }
  const dates = value.entries.map(({ key, value: format }) => {
    const iso = format.kind === 'scalar' && format.value === null;
    const text = iso ? null : readValue(FORMAT, format, join(path, key), findings);
    return text === undefined ? undefined : { column: key, format: text };
  });
  return dates.includes(undefined) ? null : (dates as DateColumn[]);
}
