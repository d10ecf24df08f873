import { InputError, PARAMETERS } from '@latentsweep/core';
import type { Connection } from './connection.ts';
import type { Method } from './db.ts';
import { unknownColumn, wordBefore } from './rank/explain.ts';
import { DEFAULT_TIMEOUT_MS, readOnly } from './read-only.ts';

/** A user's query. A cursor takes a query and nothing else, and stops reading at the limit. */
export const query: Method<'query', [Connection]> = (
  connection,
  text,
  { timeoutMs = DEFAULT_TIMEOUT_MS, limit } = {},
) => {
  const blame = (message: string) =>
    new InputError('bad_sql', `Postgres refuses the query: ${message}.`, hintFor(message, text));
  return readOnly(connection, timeoutMs, blame, async (run) => {
    switch (firstWord(text)) {
      case 'select':
      case 'with':
      case 'values':
      case 'table':
        await run(`declare asked no scroll cursor for ${text}`);
        return run(
          `fetch forward ${limit === undefined ? 'all' : Math.max(0, Math.floor(limit))} from asked`,
        );
      case 'show':
      case 'explain': {
        const table = await run(text);
        return { ...table, rows: table.rows.slice(0, limit) };
      }
      default:
        throw new InputError(
          'bad_sql',
          'Only select, with, values, table, show and explain are run here.',
          HINT,
        );
    }
  });
};

const HINT =
  'It runs read-only and as one statement. Tables and views: sweeps, configs, trials, curves, leaderboard, decisions, sweep_<slug>; docs/sql.md lists them.';

function hintFor(message: string, text: string): string {
  const group = /^missing FROM-clause entry for table "(\w+)"/.exec(message)?.[1];
  if (group !== undefined && PARAMETERS.some(({ name }) => name.startsWith(`${group}.`))) {
    return `Columns have underscores where parameters have dots: ${group}_…. ${HINT}`;
  }
  const unknown = unknownColumn(message);
  const compared = unknown === null ? null : wordBefore(text, unknown);
  return compared === null ? HINT : `Text stands in single quotes: ${compared} = '${unknown}'. ${HINT}`;
}

/** After white space, comments and opening parentheses. */
function firstWord(text: string): string {
  return /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
}
