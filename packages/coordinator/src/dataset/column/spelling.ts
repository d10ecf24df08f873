import type { DuckDBConnection } from '../duckdb.ts';
import { asText } from './cell.ts';
import type { Profile } from './profile.ts';

/**
 * Labels as people are shown them. Equal numbers are one label, and so are True and TRUE, under one name that decides
 * nothing but the name: where the file writes all of them alike (1.10, 0123, True), they are shown as it does.
 */
export async function spellings(
  db: DuckDBConnection,
  { column, present, finite, boolean, family }: Profile,
): Promise<(label: string) => string> {
  if (family !== 'text' || (finite < present && boolean < present)) return (label) => label;
  const read = await db.runAndReadAll(`select distinct ${asText(column)} as word from data order by word`);
  const written = Map.groupBy(
    read.getRowsJS().map(([word]) => String(word)),
    (word) => (finite === present ? String(Number(word) + 0) : word.toLowerCase()),
  );
  return (label) => {
    const words = written.get(label);
    return words?.length === 1 ? words[0]! : label;
  };
}
