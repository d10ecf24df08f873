import { InputError } from '@latentsweep/core';
import type { RawBuilder } from 'kysely';
import { type ParameterColumn, parameterColumns } from '../columns.ts';
import type { Connection } from '../connection.ts';
import type { Sweep, Table } from '../port.ts';
import { DEFAULT_TIMEOUT_MS, readOnly } from '../read-only.ts';
import { rewriteCondition } from './condition.ts';
import { explainCondition } from './explain.ts';
import type { Names } from './names.ts';

/** A user's condition with the names that it may use. */
export interface Condition {
  readonly sweep: Sweep;
  /** As it was written; undefined where there is none. */
  readonly text: string | undefined;
  readonly names: Names;
  /** Fit to stand between parentheses. */
  readonly sql: string;
}

/** Reads a condition over the sweep's parameters and `columns`. Throws InputError `bad_where`. */
export function readCondition(sweep: Sweep, text: string | undefined, columns: readonly string[]): Condition {
  const parameters = parameterNames(parameterColumns(sweep.parameters));
  const names = new Map([...parameters, ...columns.map((column) => [column, column] as const)]);
  return { sweep, text, names, sql: text === undefined ? 'true' : rewriteCondition(text, names) };
}

/** Both ways to name a parameter: its column, and dotted as in the sweep file. */
function parameterNames(parameters: readonly ParameterColumn[]): (readonly [string, string])[] {
  return parameters.flatMap(({ name, column }) => [
    [column, column],
    [name, column],
  ]);
}

/** Runs a query with a user's condition in it. Throws InputError `bad_where`. */
export function userQuery(
  connection: Connection,
  { sweep, text = '', names }: Condition,
  built: RawBuilder<unknown>,
): Promise<Table> {
  const blame = (message: string) =>
    new InputError('bad_where', ...explainCondition(message, text, names, sweep));
  const { sql } = built.compile(connection.db);
  return readOnly(connection, DEFAULT_TIMEOUT_MS, blame, (run) => run(sql));
}
