import type { Source, TableDefinition } from './source.ts';

/** With what the file itself declares to hold names, dates in the sweep file aside. */
export function asDeclared(definition: TableDefinition, { named = [] }: Source): TableDefinition {
  const { target, categorical, dates } = definition;
  const declared = named.filter((name) => name !== target && !dates.some(({ column }) => column === name));
  return { ...definition, categorical: [...new Set([...categorical, ...declared])] };
}
