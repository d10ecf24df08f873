/**
 * A select whose files are read with safe options. Left alone, DuckDB guesses types by the first 20,480 rows and casts
 * the others, rounding fractions; it takes yes and no for booleans, and 12/04/2004 for a day in April. Here a column of
 * a text file is one of numbers where all of its cells are, else text as written. What the user writes goes first.
 */

import { basename } from 'node:path';
import { type DuckDBConnection, text } from '../duckdb.ts';
import { nodesOf, type SqlTree, sqlOf, treeOf, withNodes } from './select-tree.ts';

const CSV_FILE = /\.[ct]sv(\.gz|\.zst)?$/i;
const JSON_FILE = /\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i;
const CSV_READERS = ['read_csv', 'read_csv_auto'];
const JSON_READERS = ['read_json', 'read_json_auto'];

interface TableFunction {
  readonly function: { readonly children: readonly SqlTree[] };
}

/** They read files that are named in a text of their own. */
const QUERIES = ['query', 'query_table'];

/** The select itself where it reads no such file; null where options can't be given to all. */
export async function safeSelect(db: DuckDBConnection, select: string): Promise<string | null> {
  const tree = await treeOf(db, select);
  if (tree === null) return null;
  const calls = [...nodesOf(tree)].map(({ function_name: name }) => String(name).toLowerCase());
  if (QUERIES.some((name) => calls.includes(name))) return null;
  const named = [...nodesOf(tree)].flatMap(({ cte_map }) => {
    const { map } = (cte_map ?? { map: [] }) as { map: { key: string }[] };
    return map.map(({ key }) => key.toLowerCase());
  });
  const readers = await readersFor(db);
  let changed = false;
  const safe = withNodes(tree, (node) => {
    const read = fileRead(node, named, readers) ?? readerCall(node, readers);
    changed ||= read !== null;
    return read ?? node;
  });
  return changed ? sqlOf(db, safe) : select;
}

/** Calls with all the options, as trees, to take them from. */
interface Readers {
  /** By what the user gives: with a format of dates or of times those are guessed, too. */
  readonly csv: (given: readonly string[]) => TableFunction;
  readonly json: TableFunction;
}

async function readersFor(db: DuckDBConnection): Promise<Readers> {
  const call = async (sql: string) => {
    const tree = await treeOf(db, `from ${sql}`);
    return [...nodesOf(tree)].find(({ type }) => type === 'TABLE_FUNCTION') as unknown as TableFunction;
  };
  const csv = (types: readonly string[]) =>
    call(
      `read_csv('', sample_size = -1, files_to_sniff = -1, auto_type_candidates = [${types.map(text).join(', ')}])`,
    );
  const plain = await csv(['BIGINT', 'DOUBLE', 'VARCHAR']);
  const dates = await csv(['BIGINT', 'DOUBLE', 'DATE', 'VARCHAR']);
  const times = await csv(['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR']);
  return {
    csv: (given) => {
      if (given.includes('timestampformat')) return times;
      return given.includes('dateformat') ? dates : plain;
    },
    json: await call(
      "read_json('', sample_size = -1, map_inference_threshold = -1, maximum_sample_files = -1)",
    ),
  };
}

/** `from 'file.csv'` as a call of its reader, under the name that DuckDB gives it. */
function fileRead(node: SqlTree, named: readonly string[], readers: Readers): SqlTree | null {
  if (!('type' in node) || node.type !== 'BASE_TABLE') return null;
  const { catalog_name, schema_name, table_name, alias, sample, column_name_alias } = node;
  const file = [catalog_name, schema_name, table_name].filter((part) => part !== '').join('.');
  const reader = CSV_FILE.test(file) ? readers.csv([]) : JSON_FILE.test(file) ? readers.json : null;
  if (reader === null || named.includes(file.toLowerCase())) return null;
  const [path, ...options] = reader.function.children;
  const literal = { ...path, value: { ...(path as { value: object }).value, value: file } };
  return {
    ...reader,
    alias: alias !== '' || /[*?[]/.test(file) ? alias : basename(file).split('.')[0]!,
    sample,
    column_name_alias,
    function: { ...reader.function, children: [literal, ...options] },
  };
}

/** `read_csv(…)` with the options that it lacks. */
function readerCall(node: SqlTree, readers: Readers): SqlTree | null {
  if (!('type' in node) || node.type !== 'TABLE_FUNCTION') return null;
  const call = node['function'] as { function_name: string; children: readonly SqlTree[] };
  const name = call.function_name.toLowerCase();
  const given = call.children.flatMap((child) => optionOf(child) ?? []);
  // Nothing is guessed then.
  if (given.includes('columns')) return null;
  const csv = CSV_READERS.includes(name) ? readers.csv(given) : null;
  const reader = csv ?? (JSON_READERS.includes(name) ? readers.json : null);
  if (reader === null) return null;
  const lacking = reader.function.children.filter((child) => {
    const option = optionOf(child);
    return option !== null && !given.includes(option);
  });
  if (lacking.length === 0) return null;
  return { ...node, function: { ...call, children: [...call.children, ...lacking] } };
}

/** The name in `name = value`. */
function optionOf(node: SqlTree): string | null {
  if (!('left' in node) || node['type'] !== 'COMPARE_EQUAL') return null;
  const { column_names } = node.left as { column_names?: readonly string[] };
  return column_names?.[0]?.toLowerCase() ?? null;
}
