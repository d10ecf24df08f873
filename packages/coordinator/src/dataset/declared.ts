import type { Source, TableDefinition } from './source.ts';

/** A definition, with columns that are categorical because their file declares it. */
export type DeclaredDefinition = TableDefinition & { readonly declared: readonly string[] };

/** With what the file itself declares to hold names, dates in the sweep file aside. */
export function asDeclared(definition: TableDefinition, { named = [] }: Source): DeclaredDefinition {
  const { target, categorical, dates } = definition;
  const others = named.filter((name) => name !== target && !categorical.includes(name));
  const declared = others.filter((name) => !dates.some(({ column }) => column === name));
  return { ...definition, declared, categorical: [...categorical, ...declared] };
}
