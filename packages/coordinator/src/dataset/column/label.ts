/** Labels of the target: the one that the user means, and how they are shown. */

import { type DuckDBConnection, rowsOf } from '../duckdb.ts';
import { trimmed } from './blank.ts';
import { asText } from './cell.ts';
import type { Profile } from './profile.ts';

/** Words of truth in YAML 1.1 and in DuckDB's files. */
const TRUE = ['true', 'yes', 'on', 't', 'y'];
const FALSE = ['false', 'no', 'off', 'f', 'n'];

/**
 * The label of the target that the user means: the one as it is written, else the one that is the same number
 * (`1.10` for 1.1), else the one that is as true. What no label is meant by stays as it is.
 */
export function labelMeant(written: string, labels: readonly string[]): string {
  const word = trimmed(written);
  if (labels.includes(word)) return word;
  const same = [numberOf, truthOf].map((value) => {
    const meant = value(word);
    return meant === null ? [] : labels.filter((label) => value(label) === meant);
  });
  return same.find(({ length }) => length === 1)?.[0] ?? word;
}

function numberOf(word: string): number | null {
  const number = word === '' ? Number.NaN : Number(word);
  return Number.isFinite(number) ? number : null;
}

function truthOf(word: string): boolean | null {
  const lower = word.toLowerCase();
  return TRUE.includes(lower) ? true : FALSE.includes(lower) ? false : null;
}

/**
 * Labels as people are shown them. Equal numbers are one label, and so are True and TRUE, under one name that decides
 * nothing but the name: where the file writes all of them alike (1.10, 0123, True), they are shown as it does.
 */
export async function spellings(
  db: DuckDBConnection,
  { column, present, finite, boolean, family }: Profile,
): Promise<(label: string) => string> {
  if (family !== 'text' || (finite < present && boolean < present)) return (label) => label;
  const rows = await rowsOf(db, `select distinct ${asText(column)} as word from data order by word`);
  const written = Map.groupBy(
    rows.map(([word]) => String(word)),
    (word) => (finite === present ? String(Number(word) + 0) : word.toLowerCase()),
  );
  return (label) => {
    const words = written.get(label);
    return words?.length === 1 ? words[0]! : label;
  };
}
