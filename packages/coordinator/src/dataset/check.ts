/** Faults of a table against its definition, found before any row is read out. */

import type { Fault } from '@latentsweep/core';
import { didYouMean } from '../sweep-file/nearest.ts';
import { asNumber, asText } from './cell.ts';
import type { DuckDBConnection } from './duckdb.ts';
import { type Kind, kindOf, MOST_LEVELS, type Problem } from './kind.ts';
import type { Source, TableDefinition } from './load.ts';
import type { Profile } from './profile.ts';
import { counted, grouped, listed } from './refuse.ts';

/** Columns that the definition names and the table lacks. */
export function unknownColumns(source: Source, definition: TableDefinition): Fault[] {
  const { target, drop, categorical } = definition;
  const keep = definition.keep ?? [];
  const names = source.columns.map(({ name }) => name);
  const asked = [
    { path: 'dataset.target', name: target },
    ...drop.map((name) => ({ path: 'dataset.drop', name })),
    ...keep.map((name) => ({ path: 'dataset.keep', name })),
    ...categorical.map((name) => ({ path: 'dataset.categorical', name })),
  ];
  const faults = asked
    .filter(({ name }) => !names.includes(name))
    .map(({ path, name }) => ({
      code: path === 'dataset.target' ? 'unknown_target' : 'unknown_column',
      path,
      message: `${source.label} has no column \`${name}\` (${path}).`,
      hint: `${didYouMean(name, names)}It has ${listed(names, 40)}.`,
    }));
  if (!drop.includes(target)) return faults;
  const message = `\`${target}\` is the target, so it can't be dropped.`;
  return [...faults, { code: 'target_dropped', path: 'dataset.drop', message, hint: 'Take it off `drop`.' }];
}

/** What is wrong with the target as a column; its classes are looked at later. */
export function targetFaults(source: Source, profile: Profile, rows: number): Fault[] {
  const { column, family, present, nan } = profile;
  const fault = (code: string, message: string, hint: string) => [
    { code, path: 'dataset.target', message, hint },
  ];
  if (family === 'other') return [unsupported(profile, 'dataset.target')];
  const missing = rows - present + nan;
  if (missing === 0) return [];
  return fault(
    'missing_target',
    `The target \`${column.name}\` of ${source.label} is missing in ${grouped(missing)} of ${counted(rows, 'row')}.`,
    'Take those rows out, for example with a `select … where … is not null`.',
  );
}

export interface Kinds {
  readonly kinds: readonly Kind[];
  readonly faults: readonly Fault[];
}

export async function featureKinds(
  db: DuckDBConnection,
  source: Source,
  profiles: readonly Profile[],
  { categorical, scale }: TableDefinition,
): Promise<Kinds> {
  const kinds: Kind[] = [];
  const faults: Fault[] = [];
  for (const profile of profiles) {
    const kind = kindOf(profile, {
      categorical: categorical.includes(profile.column.name),
      scaled: scale !== 'none',
    });
    if (isProblem(kind)) faults.push(await explain(db, source, profile, kind));
    else kinds.push(kind);
  }
  return { kinds, faults };
}

function isProblem(kind: Kind | Problem): kind is Problem {
  return !['number', 'text', 'boolean', 'empty'].includes(kind);
}

async function explain(
  db: DuckDBConnection,
  source: Source,
  profile: Profile,
  problem: Problem,
): Promise<Fault> {
  const { column, present, finite, nan, infinite, distinct, least, most } = profile;
  const { name } = column;
  const fault = (code: string, message: string, hint: string): Fault => ({
    code,
    path: 'dataset',
    message: `Column \`${name}\` of ${source.label} ${message}`,
    hint,
  });
  const firstWhere = (condition: string) => firstRow(db, source, profile, condition);
  switch (problem) {
    case 'words_in_numbers': {
      const words = present - finite - nan - infinite;
      const found = await firstWhere(`${asNumber(column)} is null`);
      return fault(
        'text_in_numbers',
        `holds numbers, but ${grouped(words)} of ${counted(present, 'cell')} are not: ${found}.`,
        `Empty the cell where the value is missing, or write \`categorical: [${name}]\` to take all as names, or \`drop: [${name}]\`.`,
      );
    }
    case 'infinite': {
      const found = await firstWhere(`isinf(${asNumber(column)})`);
      return fault(
        'infinite_value',
        `is infinite in ${grouped(infinite)} of ${counted(present, 'cell')}: ${found}.`,
        `Empty the cell where the value is missing, or write a finite number, or \`drop: [${name}]\`.`,
      );
    }
    case 'unscaled': {
      const found = await firstWhere(`${asNumber(column)} not between 0 and 1`);
      return fault(
        'unscaled_numbers',
        `goes from ${least} to ${most}, but with \`scale: none\` numbers must lie in [0, 1]: ${found}.`,
        `Write \`scale: quantile\` or \`scale: minmax\`, or scale the column with a \`select\`, or \`drop: [${name}]\`.`,
      );
    }
    case 'too_many_levels':
      return fault(
        'too_many_levels',
        `is text with ${grouped(distinct)} different values in ${counted(present, 'row')}.`,
        `A category has at most ${MOST_LEVELS} values that recur. Write \`drop: [${name}]\` if it names rows.`,
      );
    case 'unsupported_type':
      return unsupported(profile, 'dataset');
  }
}

function unsupported({ column }: Profile, path: string): Fault {
  return {
    code: 'unsupported_type',
    path,
    message: `Column \`${column.name}\` has the type ${column.type}; numbers, text and booleans are possible.`,
    hint:
      path === 'dataset.target'
        ? 'Turn it into text or a number with `select`, or name another column.'
        : `Write \`drop: [${column.name}]\`, or turn it into a number with \`select\`.`,
  };
}

/** The value and the place of the first row that meets the condition: `'n/a' on line 7`. */
async function firstRow(
  db: DuckDBConnection,
  source: Source,
  { column }: Profile,
  condition: string,
): Promise<string> {
  const text = asText(column);
  const read = await db.runAndReadAll(
    `select rowid, ${text} from data where ${text} is not null and ${condition} order by rowid limit 1`,
  );
  const [row, value] = read.getRowsJS()[0]!;
  return `'${String(value).slice(0, 40)}' on ${await source.place(Number(row))}`;
}
