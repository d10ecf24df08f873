import { identifier, literalPath, text } from './duckdb.ts';
import type { TableDefinition } from './source.ts';

type Place = Pick<TableDefinition, 'path' | 'target'>;

/** A select of the rows that meet a condition, as a hint that can be copied. `condition`: of the target's column. */
export function rowsWhere({ path, target }: Place, condition: (column: string) => string): string {
  const where = `where ${condition(identifier(target))}`;
  if (path === null) return `add \`${where}\` to the select`;
  return `write instead of \`path\`: select: ${JSON.stringify(`from ${text(literalPath(path))} ${where}`)}`;
}

/** Two classes of the numbers of the target. */
export function halves({ path, target }: Place, middle: number): string {
  const column = identifier(target);
  const made = `case when ${column} < ${middle} then 'low' else 'high' end as class`;
  if (path === null) return `select \`${made}\` in its place, and name it: target: class`;
  const query = `select * exclude (${column}), ${made} from ${text(literalPath(path))}`;
  return `write instead of \`path\` and \`target\`: select: ${JSON.stringify(query)} and target: class`;
}
