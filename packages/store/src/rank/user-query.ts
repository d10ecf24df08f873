import { InputError } from '@latentsweep/core';
import type { RawBuilder } from 'kysely';
import { parameterColumns } from '../columns.ts';
import type { Connection } from '../connection.ts';
import type { Layout } from '../measures.ts';
import type { Sweep, Table } from '../port.ts';
import { DEFAULT_TIMEOUT_MS, readOnly } from '../read-only.ts';
import { rewriteCondition } from './condition.ts';
import { explainCondition } from './explain.ts';
import { constantOf } from './names.ts';

/**
 * A user's condition, where there is one, over the sweep's parameters, `columns` and, if they are given, measures of one number.
 * Throws InputError `bad_where`.
 */
export function readCondition(
  sweep: Sweep,
  text: string | undefined,
  columns: readonly string[],
  layout?: Layout,
) {
  const names = new Map<string, string>();
  for (const name of layout?.scalars ?? []) names.set(name, layout!.columnOf(name));
  for (const name of layout?.scalars ?? []) names.set(layout!.columnOf(name), layout!.columnOf(name));
  // Both ways to name a parameter: its column, and dotted as in the sweep file.
  for (const { name, column } of parameterColumns(sweep.parameters)) {
    names.set(column, column).set(name, column);
  }
  for (const column of columns) names.set(column, column);
  // `sql`: fit to stand between parentheses.
  // What is constant in all configs is known of our own parameters alone.
  const constant = sweep.ownMeasures ? () => null : constantOf;
  return { sweep, text, names, sql: text === undefined ? 'true' : rewriteCondition(text, names, constant) };
}

/** Runs a query with a user's condition in it. Throws InputError `bad_where`. */
export function userQuery(
  connection: Connection,
  { sweep, text = '', names }: ReturnType<typeof readCondition>,
  built: RawBuilder<unknown>,
): Promise<Table> {
  const blame = (message: string) =>
    new InputError('bad_where', ...explainCondition(message, text, names, sweep));
  const { sql } = built.compile(connection.db);
  return readOnly(connection, DEFAULT_TIMEOUT_MS, blame, (run) => run(sql));
}
