import type { Sweep, Table } from '@latentsweep/store';
import { columnsOf } from '../figure/parameters.ts';

/** A parameter that tells rows of a table apart. */
export interface Varying {
  /** Of its column: `loss_weights_kl`. */
  readonly name: string;
  /** What it is called where room is scarce: `kl`, unless another ends so too. */
  readonly short: string | undefined;
  /** Row by row; null where the row's arm does not use it. */
  readonly values: readonly unknown[];
}

/** A parameter with one value in all rows that have it. */
export interface Constant {
  readonly name: string;
  readonly value: unknown;
}

/** A column's values, row by row; null where there is no such column. */
export function valuesOf({ columns, rows }: Table, name: string): readonly unknown[] {
  const at = columns.indexOf(name);
  return rows.map((row) => (at < 0 ? null : row[at]));
}

/**
 * The parameters among a table's columns: those that vary from row to row, and those that do not. Arms that do not use
 * a parameter have none: that alone makes no difference.
 */
export function splitParameters(
  table: Table,
  { parameters }: Pick<Sweep, 'parameters'>,
): { readonly varying: readonly Varying[]; readonly constant: readonly Constant[] } {
  const varying: Varying[] = [];
  const constant: Constant[] = [];
  // A table of one row shows what that row has.
  const least = table.rows.length === 1 ? 1 : 2;
  const columns = columnsOf(parameters);
  for (const parameter of parameters) {
    const name = columns.get(parameter.name)!;
    const values = valuesOf(table, name);
    const present = values.filter((value) => value !== null);
    const distinct = new Set(present.map((value) => JSON.stringify(value))).size;
    if (distinct >= least) varying.push({ name, short: shortName(parameter.name, parameters), values });
    else if (distinct === 1) constant.push({ name, value: present[0] });
  }
  return { varying, constant };
}

function shortName(name: string, all: Sweep['parameters']): string | undefined {
  const last = (dotted: string) => dotted.slice(dotted.lastIndexOf('.') + 1);
  const isUnique = all.filter((other) => last(other.name) === last(name)).length === 1;
  return name.includes('.') && isUnique ? last(name) : undefined;
}
