/** A select as DuckDB's own tree, in JSON: what it reads and calls is found there, without a grammar of ours. */

import { type DuckDBConnection, rowOf, text } from '../duckdb.ts';

export type SqlTree = { readonly [key: string]: unknown } | readonly unknown[];

/** Null for the few statements that DuckDB can't put into JSON, such as a pivot. */
export async function treeOf(db: DuckDBConnection, select: string): Promise<SqlTree | null> {
  const [json] = await rowOf(db, `select json_serialize_sql(${text(select)})`);
  const tree = exactly(String(json));
  return tree['error'] === false ? tree : null;
}

/** The tree as SQL again, or null where that would not be the same tree. */
export async function sqlOf(db: DuckDBConnection, tree: SqlTree): Promise<string | null> {
  const json = JSON.stringify(tree);
  const [sql] = await rowOf(db, `select json_deserialize_sql(${text(json)})`);
  const again = await treeOf(db, String(sql));
  return again !== null && JSON.stringify(again) === json ? String(sql) : null;
}

/** Every node, from the top. */
export function* nodesOf(tree: unknown): Generator<{ readonly [key: string]: unknown }> {
  if (tree === null || typeof tree !== 'object') return;
  if (!Array.isArray(tree)) yield tree as { readonly [key: string]: unknown };
  for (const child of Object.values(tree)) yield* nodesOf(child);
}

/** The tree with nodes replaced, parents first. */
export function withNodes(tree: SqlTree, replace: (node: SqlTree) => SqlTree): SqlTree {
  const into = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !isRawJSON(value)
      ? withNodes(value as SqlTree, replace)
      : value;
  if (Array.isArray(tree)) return tree.map(into);
  return Object.fromEntries(Object.entries(replace(tree)).map(([key, value]) => [key, into(value)]));
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(source: string): unknown;
  isRawJSON(value: unknown): boolean;
};

/** Numbers stay as they are written: a literal may have more digits than a double. Places in the text go. */
function exactly(json: string): { readonly [key: string]: unknown } {
  const revive: Reviver = (key, value, { source }) =>
    key === 'query_location' ? 0 : typeof value === 'number' ? rawJSON(source!) : value;
  return JSON.parse(json, revive as (key: string, value: unknown) => unknown) as { [key: string]: unknown };
}
