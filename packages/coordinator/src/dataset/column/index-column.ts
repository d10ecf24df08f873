/** Columns that only number the rows, such as the index of a data frame: found, and left out. */

import type { Fault } from '@latentsweep/core';
import { type DuckDBConnection, rowOf } from '../duckdb.ts';
import { columnsNote } from '../refuse.ts';
import type { Numbering } from '../report.ts';
import type { Source, SourceColumn, TableDefinition } from '../source.ts';
import { asNumber } from './cell.ts';
import type { Profile } from './profile.ts';

interface Numbered {
  readonly column: SourceColumn;
  readonly why: Numbering;
}

/** Names of what tells rows apart. */
const KEY_NAME =
  /^(#|_?id|idx|index|level_\d|__index_level_\d+__|rownames?|row[ _.-]?(id|no|nr|num|number|index))$|[a-z0-9][ _.-]id$|[a-z]I[dD]$/;
/** Names of what may count rows, and may not. */
const COUNTER_NAME = /^(X|X1|V1|\.\.\.1|no\.?|nr\.?|num|number|row|obs|observation|case|sample|record|key)$/;
/** Names of columns in a file without a header. */
const BY_PLACE = /^column \d+$/;
/** What pandas calls a column without a name. */
const UNNAMED = /^Unnamed: \d+(_level_\d+)?$/;

/**
 * Columns without a name, and those named like row numbers that are such: 0 to n - 1 or 1 to n in any order or, under
 * the name of a key, whole numbers that go up from row to row. A column of another name that counts the rows stays,
 * with a note.
 */
export async function numberedColumns(
  source: Source,
  profiles: readonly Profile[],
  rows: number,
  { keep, categorical }: Pick<TableDefinition, 'keep' | 'categorical'>,
): Promise<{ readonly numbered: readonly Numbered[]; readonly notes: readonly Fault[] }> {
  const numbered: Numbered[] = [];
  const counting: string[] = [];
  if (keep === null) return { numbered, notes: [] };
  for (const profile of profiles) {
    const { column } = profile;
    const asked = keep.includes(column.name) || categorical.includes(column.name);
    if (asked || profile.present === 0) continue;
    if (source.unnamed.includes(column.name) || UNNAMED.test(column.name)) {
      numbered.push({ column, why: 'unnamed' });
      continue;
    }
    const spellings = [column.name, column.name.toLowerCase()];
    const isKey = spellings.some((name) => KEY_NAME.test(name));
    const isCounter = spellings.some((name) => COUNTER_NAME.test(name));
    if (!mayNumber(profile, rows, isKey)) continue;
    const { order, distinct } = await numbersOf(source.db, column, profile.least);
    const numbers = order === 'counts' || (distinct === rows && spans(profile, rows));
    const inOrder = order === 'counts' && BY_PLACE.test(column.name);
    if ((isKey && (numbers || order === 'goes up')) || (isCounter && numbers) || inOrder) {
      numbered.push({ column, why: 'row numbers' });
    } else if (order === 'counts') counting.push(column.name);
  }
  return { numbered, notes: notesOf(source, numbered, counting) };
}

/** By what is known of it already, without a look at its rows. */
function mayNumber(profile: Profile, rows: number, isKey: boolean): boolean {
  return rows >= 3 && profile.finite === rows && (isKey || spans(profile, rows));
}

/** From 0 to n - 1, or from 1 to n. */
function spans({ least, most }: Profile, rows: number): boolean {
  return most - least === rows - 1 && (least === 0 || least === 1);
}

/** How many numbers a column has, and whether they count the rows, are whole and go up from each row, or neither. */
async function numbersOf(
  db: DuckDBConnection,
  column: SourceColumn,
  least: number,
): Promise<{ readonly order: 'counts' | 'goes up' | null; readonly distinct: number }> {
  const [counts, goesUp, distinct] = await rowOf(
    db,
    `with numbers as (select rowid as row, ${asNumber(column)} as value from data)
    select
      bool_and(value = row + ${least}),
      bool_and(value = floor(value) and value > coalesce(before, value - 1)),
      count(distinct value)
    from (select *, lag(value) over (order by row) as before from numbers)`,
  );
  return { order: counts ? 'counts' : goesUp ? 'goes up' : null, distinct: Number(distinct) };
}

const REASONS: Readonly<Record<Numbering, string>> = {
  unnamed: 'has no name in the file, like the index of a data frame',
  'row numbers': 'only numbers the rows',
};

function notesOf({ label }: Source, numbered: readonly Numbered[], counting: readonly string[]): Fault[] {
  const path = 'dataset.keep';
  const leftOut = (Object.keys(REASONS) as Numbering[]).flatMap((why) => {
    const names = numbered.filter((one) => one.why === why).map(({ column }) => column.name);
    const does = `${REASONS[why]}, so it is left out`;
    const hint = (list: string) =>
      `Write \`keep: ${list}\` to learn from it, or \`drop: ${list}\` to leave it out without a word.`;
    return columnsNote(label, names, { code: 'index_left_out', path, does, hint });
  });
  const does = 'counts the rows one by one, and is learnt from';
  const hint = (list: string) =>
    `If it only numbers them, write \`drop: ${list}\`; \`keep: ${list}\` says that it means something.`;
  return [...leftOut, ...columnsNote(label, counting, { code: 'counts_rows', path, does, hint })];
}
