import { type RawBuilder, sql } from 'kysely';
import type { Page, Place, Table } from '../port.ts';

/** The rows past a place, in the order of a score (those without one last) and then of ids. */
export function isAfter(
  score: RawBuilder<unknown>,
  order: 'asc' | 'desc',
  after: Place,
): RawBuilder<unknown> {
  const id = sql.lit(after['id']);
  if (after['score'] === null) return sql`(${score} is null and id > ${id})`;
  const value = float(after['score']!);
  const worse = order === 'desc' ? sql`${score} < ${value}` : sql`${score} > ${value}`;
  return sql`(${worse} or (${score} = ${value} and id > ${id}) or ${score} is null)`;
}

/** Every double, also those that are no literal of SQL. */
export function float(value: number | null): RawBuilder<unknown> {
  return value === null ? sql`null::float8` : sql`${sql.lit(String(value))}::float8`;
}

/**
 * A part of a ranking out of rows whose last columns are its score, its id and perhaps the best one's id, which nobody
 * is shown. `placeOf` completes the place of the last row.
 */
export function pageOf(
  table: Table,
  limit: number,
  placeOf: (place: Place, row: readonly unknown[]) => Place,
): Page {
  const shown = table.columns.lastIndexOf('score');
  const rows = table.rows.map((row) => row.slice(0, shown));
  const last = table.rows.at(-1);
  const columns = table.columns.slice(0, shown);
  if (!last || rows.length < limit) return { columns, rows, next: null };
  const [score, id, bestId = null] = last.slice(shown) as (number | null)[];
  return { columns, rows, next: placeOf({ score: score!, id: id!, bestId }, last) };
}
