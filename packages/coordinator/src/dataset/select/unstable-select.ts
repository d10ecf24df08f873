import type { Fault } from '@latentsweep/core';
import { type DuckDBConnection, rowsOf } from '../duckdb.ts';
import { nodesOf, treeOf } from './select-tree.ts';

/** Written without brackets; they look like columns. */
const CLOCKS = /^(current_date|current_time|current_timestamp|localtime|localtimestamp)$/;
/** Of DuckDB's unstable functions those that change no row. */
const HARMLESS =
  /^(error|sleep_ms|write_log|stats|setseed|in_search_path|current_(schemas?|database|query|query_id|connection_id))$/;

/** A note where a select gives other rows, or another order of them, each time: then each run is a sweep of its own. */
export async function unstableNotes(db: DuckDBConnection, select: string): Promise<Fault[]> {
  const tree = await treeOf(db, select);
  const functions = await rowsOf(
    db,
    "select distinct function_name from duckdb_functions() where stability in ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')",
  );
  const unstable = new Set(functions.flat().map(String));
  const called = new Set<string>();
  for (const node of nodesOf(tree)) {
    const { type, function_name: name, column_names: names, seed, is_percentage: sample } = node;
    if (type === 'FUNCTION' && unstable.has(String(name)) && !HARMLESS.test(String(name)))
      called.add(`${name}()`);
    if (type === 'COLUMN_REF' && Array.isArray(names) && CLOCKS.test(names.join('.').toLowerCase())) {
      called.add(names.join('.'));
    }
    if (sample !== undefined && String(JSON.stringify(seed)) === '-1')
      called.add('a sample without `repeatable (…)`');
  }
  if (called.size === 0) return [];
  const message = `The \`select\` may give other rows each time: it uses ${[...called].join(', ')}. Each run would be a new sweep, and train all again`;
  const hint =
    'Order by a column, or by hash(column); take a sample with `repeatable (1)`; write a date out.';
  return [{ code: 'unstable_select', path: 'dataset.select', message, hint }];
}
