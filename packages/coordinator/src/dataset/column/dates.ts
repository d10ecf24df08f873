/** Dates as numbers: days since 1970-01-01, with times as fractions of a day. */

import { type DuckDBConnection, rowOf, text } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { trimmedSql } from './blank.ts';
import { familyOf } from './cell.ts';

const DAY = '86400000000::double';

/** ISO 8601 as files have it: a date, or one with a time after T or a blank, and of those some with Z or an offset. */
const ISO_DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const ISO_TIME = '[T ][0-9]{2}:[0-9]{2}';
const SECONDS = ':[0-9]{2}(?:\\.[0-9]+)?';
const ZONE = '(?:Z|[-+][0-9]{2}(?::?[0-9]{2})?)';

export function isDateType(type: string): boolean {
  return type === 'DATE' || type.startsWith('TIMESTAMP');
}

/** The column as a number of days, null where the cell is no such date. */
export function asDays({ name, sql, type }: SourceColumn, format: string | null): SourceColumn {
  const micros = isDateType(type)
    ? `(case when isfinite(${sql}) then epoch_us(${sql}) end)`
    : microsSql(trimmedSql(sql), format);
  return { name, sql: `(${micros} / ${DAY})`, type: 'DOUBLE' };
}

/** Microseconds since the epoch. A cast to a plain timestamp drops an offset without a word. */
function microsSql(word: string, format: string | null): string {
  if (format !== null) {
    // %Y reads 04 as the year 4.
    const time = `try_strptime(${word}, ${text(format)})`;
    return `(case when year(${time}) >= 1000 then epoch_us(${time}) end)`;
  }
  const is = (pattern: string) => `regexp_full_match(${word}, ${text(pattern)})`;
  return `(case
    when ${is(`${ISO_DATE}(?:${ISO_TIME}${SECONDS})?`)} then epoch_us(try_cast(${word} as timestamp))
    when ${is(ISO_DATE + ISO_TIME)} then epoch_us(try_cast(${word} || ':00' as timestamp))
    when ${is(ISO_DATE + ISO_TIME + SECONDS + ZONE)} then epoch_us(try_cast(${word} as timestamptz))
  end)`;
}

const DAYS = [
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%Y/%m/%d',
  '%d.%m.%Y',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%d/%m/%y',
  '%m/%d/%y',
  '%d.%m.%y',
  '%d %b %Y',
  '%d-%b-%Y',
  '%d-%b-%y',
  '%b %d, %Y',
  '%d %B %Y',
  '%B %d, %Y',
];
const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'];
/** Usual formats; null is ISO 8601. */
const FORMATS: readonly (string | null)[] = [
  null,
  ...DAYS.flatMap((day) => TIMES.map((time) => `${day}${time}`)),
];
/** A guess is made by so many values. */
const TRIED = 200;

/** The usual formats by which values of the column are all dates; none where it is no column of dates. */
export async function likelyFormats(
  db: DuckDBConnection,
  column: SourceColumn,
): Promise<readonly (string | null)[]> {
  if (familyOf(column.type) !== 'text') return [];
  const word = trimmedSql(column.sql);
  const fits = FORMATS.map((format) => `count(${microsSql('word', format)}) = count(*)`);
  const [count, ...all] = await rowOf(
    db,
    `with values as (
      select distinct word from (select ${word} as word from data limit ${TRIED}) where word <> ''
    )
    select count(*), ${fits.join(', ')} from values`,
  );
  return Number(count) === 0 ? [] : FORMATS.filter((_, i) => all[i] === true);
}
