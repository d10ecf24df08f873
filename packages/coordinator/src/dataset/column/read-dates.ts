/** Columns under `dates` as numbers of days, checked: a cell that is no date would be lost. */

import { type Fault, grouped } from '@latentsweep/core';
import { duckDbMessage, rowOf } from '../duckdb.ts';
import type { Source, SourceColumn, TableDefinition } from '../source.ts';
import { asText, familyOf } from './cell.ts';
import { asDays, isDateType, likelyFormats } from './dates.ts';
import { firstRow, unsupported } from './explain.ts';
import { lookAt } from './look.ts';
import { MISSING_WORDS, withoutWords } from './missing.ts';
import { missingNote } from './remark.ts';

/** All columns, in their order, and what there is to say of those that are dates. */
export async function readDates(
  source: Source,
  columns: readonly SourceColumn[],
  { dates, missing, drop }: TableDefinition,
) {
  const faults: Fault[] = [];
  const notes: Fault[] = [];
  const read = new Map<SourceColumn, SourceColumn>();
  for (const column of columns) {
    const date = dates.find((one) => one.column === column.name);
    if (!date || drop.includes(column.name)) continue;
    if (!isDateType(column.type) && familyOf(column.type) === 'other') {
      faults.push(unsupported(column, 'dataset.dates', column.name));
      read.set(column, nothing(column));
      continue;
    }
    const present = missing === null ? withoutWords(column, MISSING_WORDS) : column;
    const days = asDays(present, date.format);
    const fault = await dateFault(source, present, days, date.format);
    if (fault) faults.push(fault);
    if (present !== column) {
      const looks = await lookAt(source.db, [column], MISSING_WORDS, Number.POSITIVE_INFINITY);
      const words = looks.get(column)?.words ?? [];
      if (words.length > 0) notes.push(await missingNote(source, column, words, 'dates'));
    }
    read.set(column, fault ? nothing(column) : days);
  }
  return { columns: columns.map((column) => read.get(column) ?? column), faults, notes };
}

/** So that a column with a fault has no second one. */
function nothing(column: SourceColumn): SourceColumn {
  return { ...column, sql: 'null::double', type: 'DOUBLE' };
}

async function dateFault(
  source: Source,
  column: SourceColumn,
  days: SourceColumn,
  format: string | null,
): Promise<Fault | null> {
  const path = 'dataset.dates';
  const word = asText(column);
  const query = `select count(*) filter (${days.sql} is null), count(*) from data where ${word} is not null`;
  const counts = await rowOf(source.db, query).catch((error: unknown) => duckDbMessage(error));
  if (typeof counts === 'string') {
    return {
      code: 'bad_date_format',
      path,
      message: `The format '${format}' of column \`${column.name}\` can't be used: ${counts}.`,
      hint: "It is one of DuckDB's strptime, such as '%d/%m/%Y' or '%Y-%m-%d %H:%M'.",
    };
  }
  const [bad, all] = counts.map(Number);
  if (bad === 0) return null;
  const formats = await likelyFormats(source.db, column);
  const found = await firstRow(source, column, `${days.sql} is null`);
  const written = format === null ? 'written as in ISO 8601 (2004-04-12)' : `of the format '${format}'`;
  const guess = formats.map((one) => (one === null ? 'without a format' : `'${one}'`)).slice(0, 3);
  return {
    code: 'bad_date',
    path,
    message: `${grouped(bad!)} of ${grouped(all!)} cells of column \`${column.name}\` of ${source.label} are no dates ${written}: ${found}.`,
    hint:
      guess.length > 0
        ? `It looks like ${guess.join(' or ')}: write \`dates: { ${column.name}: '%d/%m/%Y' }\` with that format.`
        : `Write \`dates: { ${column.name}: '%d/%m/%Y' }\` with its format, and words that mean no date under \`missing\`.`,
  };
}
