/** Columns read again where the first reading found no plain numbers: blanks, missing words, numbers in a dress. */

import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn, TableDefinition } from '../source.ts';
import { askOfEach, unpivoted } from './batch.ts';
import { trimmedSql } from './blank.ts';
import { familyOf } from './cell.ts';
import { dressedSql } from './dress.ts';
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
  const pointed = decimal === ',' ? await withPoints(db, profiles) : new Map();
  const looked = profiles
    .filter(
      ({ column, ...profile }) =>
        familyOf(column.type) === 'text' && (!isPlain(profile) || pointed.has(column)),
    )
    .map(({ column }) => column);
  const named = looked.filter(({ name }) => names.includes(name));
  const others = looked.filter(({ name }) => !names.includes(name));
  const looks = new Map([...(await lookAt(db, named, [], rows)), ...(await lookAt(db, others, words, rows))]);
  const columns = profiles.map(({ column }) => {
    const look = looks.get(column);
    if (look === undefined) return { column, seen: null };
    const verdict: Verdict = names.includes(column.name)
      ? { as: 'names', doubt: 'none' }
      : verdictOf(look, decimal);
    return { column: readAs(column, look, verdict), seen: { look, verdict } };
  });
  const changed = columns.map(({ column }) => column).filter((column, i) => column !== profiles[i]!.column);
  const { profiles: again } = await profileColumns(db, changed, { codes: names });
  const profileOf = new Map(again.map((profile) => [profile.column, profile]));
  return columns.map(({ column, seen }, i) => ({ profile: profileOf.get(column) ?? profiles[i]!, seen }));
}

function isPlain({ present, finite, nan, boolean }: Omit<Profile, 'column'>): boolean {
  return finite + nan === present || boolean === present;
}

/** The same column object where nothing is to be read otherwise. */
function readAs(column: SourceColumn, look: Look, verdict: Verdict): SourceColumn {
  const bare = look.padded > 0 ? { ...column, sql: trimmedSql(column.sql) } : column;
  if (verdict.as === 'names') return bare;
  const present = look.words.length > 0 ? withoutWords(bare, MISSING_WORDS) : bare;
  if (verdict.as !== 'numbers' || verdict.decimal === null) return present;
  // Every cell that is not missing is such a number: else it would be lost.
  return { ...present, sql: dressedSql(trimmedSql(present.sql), verdict.decimal), type: 'DOUBLE' };
}

/** Columns of text that are plain numbers, some with a point: with a decimal comma it may group digits. */
async function withPoints(
  db: DuckDBConnection,
  profiles: readonly Profile[],
): Promise<Map<SourceColumn, unknown>> {
  const numbers = profiles.filter(({ column, finite }) => familyOf(column.type) === 'text' && finite > 0);
  return askOfEach(
    db,
    numbers.map(({ column }) => column),
    (batch) => `select distinct i from ${unpivoted(batch)} where contains(v::varchar, '.')`,
  );
}
