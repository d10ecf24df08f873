/** Faults of a table against its definition, found before any row is read out. */

import type { Fault } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import type { DuckDBConnection } from '../duckdb.ts';
import { rowsWhere } from '../instead.ts';
import { counted, grouped, listed, sentence } from '../refuse.ts';
import type { Source, TableDefinition } from '../source.ts';
import { explain, type Trouble, unsupported } from './explain.ts';
import { gathered } from './gather.ts';
import { type Kind, kindOf } from './kind.ts';
import type { Profile } from './profile.ts';
import type { Reread } from './reread.ts';

/** So many columns that are not there are told one by one. */
const MOST_TOLD = 3;

/** Columns that the definition names and the table lacks. */
export function unknownColumns(source: Source, definition: TableDefinition): Fault[] {
  const { target, drop, categorical, dates } = definition;
  const keep = definition.keep ?? [];
  const names = source.columns.map(({ name }) => name);
  const asked = [
    { path: 'dataset.target', name: target },
    ...drop.map((name) => ({ path: 'dataset.drop', name })),
    ...keep.map((name) => ({ path: 'dataset.keep', name })),
    ...categorical.map((name) => ({ path: 'dataset.categorical', name })),
    ...dates.map(({ column }) => ({ path: 'dataset.dates', name: column })),
  ];
  const absent = asked.filter(({ name }) => !names.includes(name));
  const faults = [...Map.groupBy(absent, ({ path }) => path)].flatMap(([path, alike]) => {
    const hint = `It has ${listed(names, 40)}.`;
    if (alike.length > MOST_TOLD) {
      const unknown = `none of ${listed(alike.map(({ name }) => name))}`;
      return [
        {
          code: 'unknown_column',
          path,
          message: `${sentence(source.label)} has ${unknown} (${path}).`,
          hint,
        },
      ];
    }
    return alike.map(({ name }) => ({
      code: path === 'dataset.target' ? 'unknown_target' : 'unknown_column',
      path,
      message: `${sentence(source.label)} has no column \`${name}\` (${path}).`,
      hint: `${didYouMean(name, names)}${hint}`,
    }));
  });
  if (!drop.includes(target)) return faults;
  const message = `\`${target}\` is the target, so it can't be dropped.`;
  return [...faults, { code: 'target_dropped', path: 'dataset.drop', message, hint: 'Take it off `drop`.' }];
}

/** What is wrong with the target as a column; its classes are looked at later. */
export function targetFaults(
  source: Source,
  profile: Profile,
  rows: number,
  definition: TableDefinition,
): Fault[] {
  const { column, family, present, nan } = profile;
  const fault = (code: string, message: string, hint: string) => [
    { code, path: 'dataset.target', message, hint },
  ];
  if (family === 'other') return [unsupported(column, 'dataset.target', column.name)];
  const missing = rows - present + nan;
  if (missing === 0) return [];
  return fault(
    'missing_target',
    `The target \`${column.name}\` of ${source.label} is missing in ${grouped(missing)} of ${counted(rows, 'row')}.`,
    `To take those rows out, ${rowsWhere(definition, (name) => `${name} is not null`)}.`,
  );
}

export interface Kinds {
  readonly kinds: readonly Kind[];
  readonly faults: readonly Fault[];
}

export async function featureKinds(
  db: DuckDBConnection,
  source: Source,
  columns: readonly Reread[],
  { categorical, scale }: TableDefinition,
): Promise<Kinds> {
  const kinds: Kind[] = [];
  const troubles: Trouble[] = [];
  for (const read of columns) {
    const { name } = read.profile.column;
    const kind =
      dressTrouble(read) ??
      kindOf(read.profile, { categorical: categorical.includes(name), scaled: scale !== 'none' });
    if (isTrouble(kind)) troubles.push({ kind, column: name, ...read });
    else kinds.push(kind);
  }
  return { kinds, faults: await gathered(troubles, (trouble, named) => explain(db, source, trouble, named)) };
}

/** What a second look says against the column, before it is taken for what it seems. */
function dressTrouble({ seen }: Reread): Trouble['kind'] | null {
  if (seen === null || seen.verdict.as === 'numbers') return null;
  if (seen.verdict.as !== 'names') return seen.verdict.as;
  return seen.verdict.doubt === 'refused' ? 'dressed_numbers' : null;
}

function isTrouble(kind: Kind | Trouble['kind']): kind is Trouble['kind'] {
  return !['number', 'text', 'boolean', 'empty'].includes(kind);
}
