/** How a cell is read in SQL: as a number, as text, or as missing. */

import type { SourceColumn } from '../source.ts';

export type Family = 'number' | 'text' | 'boolean' | 'other';

export function familyOf(type: string): Family {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type)) return 'number';
  if (/^(VARCHAR|UUID|ENUM.*)$/.test(type)) return 'text';
  return type === 'BOOLEAN' ? 'boolean' : 'other';
}

/** The column's value as a number in SQL, null where it is none. DuckDB reads 1_000 as a number; we do not. */
export function asNumber({ sql, type }: SourceColumn): string {
  if (familyOf(type) !== 'text') return `${sql}::double`;
  const text = `${sql}::varchar`;
  // Trimming costs five times as much as reading the number, and most numbers need none.
  const number = `coalesce(try_cast(${text} as double), try_cast(trim(${text}) as double))`;
  return `case when contains(${text}, '_') then null else ${number} end`;
}

/** The column's value as text in SQL, null where it is missing. Plain letters without a blank at an end need no trimming. */
export function asText({ sql }: Pick<SourceColumn, 'sql'>): string {
  const text = `${sql}::varchar`;
  const bare = `${text} >= '!' and strlen(${text}) = length(${text}) and not suffix(${text}, ' ')`;
  return `case when ${bare} then ${text} else nullif(trim(${text}), '') end`;
}
