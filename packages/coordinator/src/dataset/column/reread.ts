/** Columns read again where the first reading found no plain numbers: blanks, missing words, numbers in a dress. */

import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn, TableDefinition } from '../source.ts';
import { batchesOf, unpivoted } from './batch.ts';
import { trimmedSql } from './blank.ts';
import { familyOf } from './cell.ts';
import { dressedSql, type Mark } from './dress.ts';
import { type Look, lookAt } from './look.ts';
import { MISSING_WORDS, withoutWords } from './missing.ts';
import { type Profile, profileColumns } from './profile.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface Reread {
  /** As the column is read now. */
  readonly profile: Profile;
  /** What a second look saw, where there was need of one. */
  readonly seen: { readonly look: Look; readonly verdict: Verdict } | null;
}

/** `names`: the target, and columns that the definition calls categorical. */
export async function reread(
  db: DuckDBConnection,
  profiles: readonly Profile[],
  { missing, decimal, reading }: TableDefinition,
  names: readonly string[],
  rows: number,
): Promise<readonly Reread[]> {
  if (reading === 1) return profiles.map((profile) => ({ profile, seen: null }));
  const words = missing === null ? MISSING_WORDS : [];
  const pointed = decimal === ',' ? await withPoints(db, profiles) : [];
  const looked = profiles.filter(
    ({ column, ...profile }) =>
      familyOf(column.type) === 'text' && (!isPlain(profile) || pointed.includes(column)),
  );
  const seen = new Map<SourceColumn, NonNullable<Reread['seen']> & { readonly column: SourceColumn }>();
  for (const named of [true, false]) {
    const columns = looked.map(({ column }) => column).filter(({ name }) => names.includes(name) === named);
    const looks = await lookAt(db, columns, named ? [] : words, rows);
    for (const [i, column] of columns.entries()) {
      const look = looks[i]!;
      const verdict: Verdict = named ? { as: 'names', doubt: 'none' } : verdictOf(look, decimal);
      seen.set(column, { look, verdict, column: readAs(column, look, verdict) });
    }
  }
  const changed = [...seen].flatMap(([before, { column }]) => (column === before ? [] : [column]));
  const again = changed.length === 0 ? [] : (await profileColumns(db, changed, { codes: names })).profiles;
  const profileOf = new Map(again.map((profile) => [profile.column, profile]));
  return profiles.map((profile) => {
    const { column, ...look } = seen.get(profile.column) ?? { column: profile.column };
    return { profile: profileOf.get(column) ?? profile, seen: 'look' in look ? look : null };
  });
}

function isPlain({ present, finite, nan, boolean }: Omit<Profile, 'column'>): boolean {
  return finite + nan === present || boolean === present;
}

/** The same column object where nothing is to be read otherwise. */
function readAs(column: SourceColumn, look: Look, verdict: Verdict): SourceColumn {
  const bare = look.padded > 0 ? { ...column, sql: trimmedSql(`${column.sql}::varchar`) } : column;
  if (verdict.as === 'names') return bare;
  const present = look.words.length > 0 ? withoutWords(bare, MISSING_WORDS) : bare;
  if (verdict.as !== 'numbers' || verdict.decimal === null) return present;
  return dressedColumn(present, verdict.decimal);
}

/** Every cell that is not missing is such a number: else it would be lost. */
function dressedColumn(column: SourceColumn, decimal: Mark): SourceColumn {
  return { ...column, sql: dressedSql(trimmedSql(`${column.sql}::varchar`), decimal), type: 'DOUBLE' };
}

/** Columns of text that are plain numbers, some with a point: with a decimal comma it may group digits. */
async function withPoints(
  db: DuckDBConnection,
  profiles: readonly Profile[],
): Promise<readonly SourceColumn[]> {
  const numbers = profiles.filter(({ column, finite }) => familyOf(column.type) === 'text' && finite > 0);
  const found: SourceColumn[] = [];
  for (const batch of batchesOf(numbers.map(({ column }) => column))) {
    const read = await db.runAndReadAll(
      `select distinct i from ${unpivoted(batch)} where contains(v::varchar, '.')`,
    );
    found.push(...read.getRowsJS().map(([i]) => batch.columns[Number(i)]!));
  }
  return found;
}
