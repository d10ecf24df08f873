/** Selects that do what a hint says, to be copied. */

import { identifier, literalPath, text } from './duckdb.ts';
import type { TableDefinition } from './source.ts';

/** What decides whether a select reads the same rows. */
export type Place = Pick<TableDefinition, 'path' | 'target' | 'header' | 'columns' | 'encoding'>;

/** Files that DuckDB reads by their names alone, packed or not. */
const BY_NAME = /\.(csv|tsv|parquet|json|jsonl|ndjson)(\.gz|\.zst)?$/i;

/** Whether a `select` can stand for the path: keys of text files mean nothing beside it. */
function canSelect({ path, header, columns, encoding }: Place): boolean {
  return path === null || (BY_NAME.test(path) && header === null && columns === null && encoding === null);
}

/**
 * A select of the rows that meet a condition; null where none can stand for the file. `condition`: of the target's column.
 */
export function rowsWhere(place: Place, condition: (column: string) => string): string | null {
  const { path, target } = place;
  if (!canSelect(place)) return null;
  const where = `where ${condition(identifier(target))}`;
  if (path === null) return `add \`${where}\` to the select`;
  return `write instead of \`path\`: select: ${JSON.stringify(`from ${text(literalPath(path))} ${where}`)}`;
}

/** Two classes of the numbers of the target; null as above. */
export function halves(place: Place, middle: number): string | null {
  const { path, target } = place;
  if (!canSelect(place)) return null;
  const column = identifier(target);
  const made = `case when ${column} < ${middle} then 'low' else 'high' end as class`;
  if (path === null) return `select \`${made}\` in its place, and name it: target: class`;
  const query = `select * exclude (${column}), ${made} from ${text(literalPath(path))}`;
  return `write instead of \`path\` and \`target\`: select: ${JSON.stringify(query)} and target: class`;
}
