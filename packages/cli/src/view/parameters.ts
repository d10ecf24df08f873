/** Parameters of a sweep in a table: which of them tell its rows apart, and what they are called there. */

import { cellForPeople } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Sweep, Table } from '@latentsweep/store';

/** The store's columns of the sweep's parameters: `loss_weights.kl` is `loss_weights_kl` in SQL. */
function parameterColumns(sweep: Pick<Sweep, 'parameters'>): string[] {
  return sweep.parameters.map(({ name }) => columnOf(name));
}

const columnOf = (parameter: string): string => parameter.replaceAll('.', '_');

/** A column's values, row by row; null where there is no such column. */
export function valuesOf({ columns, rows }: Table, name: string): readonly unknown[] {
  const at = columns.indexOf(name);
  return rows.map((row) => (at < 0 ? null : row[at]));
}

/**
 * The parameters among a table's columns: those that vary from row to row, and those that do not as
 * `arm=vae_mixing dropout=0`. Arms that do not use a parameter have none: that alone
 * makes no difference.
 */
export function splitParameters(
  table: Table,
  sweep: Pick<Sweep, 'parameters'>,
): { readonly varying: readonly string[]; readonly constant: string } {
  const names = parameterColumns(sweep).filter((name) => table.columns.includes(name));
  const present = (name: string) => valuesOf(table, name).filter((value) => value !== null);
  const distinct = (name: string) => new Set(present(name).map((value) => JSON.stringify(value))).size;
  // A table of one row shows what that row has.
  const least = table.rows.length === 1 ? 1 : 2;
  const varying = names.filter((name) => distinct(name) >= least);
  const constant = names.filter((name) => !varying.includes(name) && distinct(name) === 1);
  return {
    varying,
    constant: constant.map((name) => `${printable(name)}=${cellForPeople(present(name)[0])}`).join(' '),
  };
}

/** What a parameter's column is called where room is scarce: `kl` of `loss_weights.kl`, unless another ends so too. */
export function shortNames(sweep: Pick<Sweep, 'parameters'>): ReadonlyMap<string, string> {
  const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  const names = sweep.parameters.map(({ name }) => name);
  const isUnique = (name: string) => names.filter((other) => last(other) === last(name)).length === 1;
  const dotted = names.filter((name) => name.includes('.') && isUnique(name));
  return new Map(dotted.map((name) => [columnOf(name), last(name)]));
}
