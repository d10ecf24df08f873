/** How a cell is read in SQL: as a number, as text, or as missing. */

import type { SourceColumn } from './load.ts';

export type Family = 'number' | 'text' | 'boolean' | 'other';

export function familyOf(type: string): Family {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type)) return 'number';
  if (/^(VARCHAR|UUID|ENUM.*)$/.test(type)) return 'text';
  return type === 'BOOLEAN' ? 'boolean' : 'other';
}

/** The column's value as a number in SQL, null where it is none. DuckDB reads 1_000 as a number; we do not. */
export function asNumber({ sql, type }: SourceColumn): string {
  return familyOf(type) === 'text'
    ? `try_cast(replace(${asText({ sql })}, '_', '?') as double)`
    : `${sql}::double`;
}

/** The column's value as text in SQL, null where it is missing. */
export function asText({ sql }: Pick<SourceColumn, 'sql'>): string {
  return `nullif(trim(${sql}::varchar), '')`;
}
