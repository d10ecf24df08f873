/** Columns read again where the first reading found no plain numbers: blanks, missing words, numbers in a dress. */

import { trimmedSql } from './blank.ts';
import { familyOf } from './cell.ts';
import { dressedSql, type Mark } from './dress.ts';
import type { DuckDBConnection } from './duckdb.ts';
import type { SourceColumn, TableDefinition } from './load.ts';
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
): Promise<readonly Reread[]> {
  if (reading === 1) return profiles.map((profile) => ({ profile, seen: null }));
  const words = missing === null ? MISSING_WORDS : [];
  const pointed = decimal === ',' ? await withPoints(db, profiles) : [];
  const looks: ((Reread['seen'] & { readonly column: SourceColumn }) | null)[] = [];
  for (const profile of profiles) {
    const { column } = profile;
    const plain = isPlain(profile) && !pointed.includes(column);
    if (plain || familyOf(column.type) !== 'text') {
      looks.push(null);
      continue;
    }
    const name = names.includes(column.name);
    const look = await lookAt(db, column, name ? [] : words);
    const verdict: Verdict = name ? { as: 'names', doubt: 'none' } : verdictOf(look, decimal);
    looks.push({ look, verdict, column: readAs(column, look, verdict) });
  }
  const changed = looks.flatMap((look, i) =>
    look && look.column !== profiles[i]!.column ? [look.column] : [],
  );
  const again = changed.length === 0 ? [] : (await profileColumns(db, changed, { codes: names })).profiles;
  return profiles.map((profile, i) => {
    const look = looks[i] ?? null;
    const found = look && again.find(({ column }) => column === look.column);
    return { profile: found ?? profile, seen: look && { look: look.look, verdict: look.verdict } };
  });
}

function isPlain({ present, finite, nan, boolean }: Profile): boolean {
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
  const found: SourceColumn[] = [];
  for (const { column, finite } of profiles) {
    if (familyOf(column.type) !== 'text' || finite === 0) continue;
    const read = await db.runAndReadAll(
      `select 1 from data where contains(${column.sql}::varchar, '.') limit 1`,
    );
    if (read.currentRowCount > 0) found.push(column);
  }
  return found;
}
