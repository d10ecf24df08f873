/** Faults of a table against its definition, found before any row is read out. */

import { type Fault, grouped, plural } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import type { DeclaredDefinition } from '../declared.ts';
import { text } from '../duckdb.ts';
import { rowsWhere } from '../instead.ts';
import { listed, sentence } from '../refuse.ts';
import type { Source, TableDefinition } from '../source.ts';
import { explain, type Trouble, unsupported } from './explain.ts';
import { type Finding, gathered } from './gather.ts';
import { type Kind, kindOf } from './kind.ts';
import type { Profile } from './profile.ts';
import type { Reread } from './reread.ts';

/** So many columns that are not there are told one by one. */
const MOST_TOLD = 3;

/** Columns that the definition names and the table lacks. */
export function unknownColumns(source: Source, definition: TableDefinition): Fault[] {
  const { target, drop, keep, categorical, group, time } = definition;
  const dates = definition.dates.map(({ column }) => column);
  const names = source.columns.map(({ name }) => name);
  const asked = Object.entries({
    target: [target],
    drop,
    keep: keep ?? [],
    categorical,
    dates,
    'split.group': group === undefined ? [] : [group],
    'split.time': time === undefined ? [] : [time],
  });
  const faults = asked.flatMap(([key, wanted]) => {
    const path = `dataset.${key}`;
    const absent = wanted.filter((name) => !names.includes(name));
    const output = key === 'target' && source.output ? `It calls \`${source.output}\` its class. ` : '';
    const hint = `${output}It has ${listed(names, 40)}.`;
    if (absent.length > MOST_TOLD) {
      const message = `${sentence(source.label)} has none of ${listed(absent)} (${path}).`;
      return [{ code: 'unknown_column', path, message, hint }];
    }
    return absent.map((name) => ({
      code: key === 'target' ? 'unknown_target' : 'unknown_column',
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
  const path = 'dataset.target';
  if (family === 'other') return [unsupported(column, path, column.name)];
  const missing = rows - present + nan;
  if (missing === 0) return [];
  const message = `The target \`${column.name}\` of ${source.label} is missing in ${grouped(missing)} of ${plural(rows, 'row')}.`;
  // A word that means no value is none for the select.
  const words = definition.missing ?? [];
  const some = words.length === 0 ? '' : ` and {}::varchar not in (${words.map(text).join(', ')})`;
  const select = rowsWhere(definition, (name) => `${name} is not null${some.replace('{}', name)}`);
  const hint =
    select === null
      ? 'Give those rows a class in the file, or take them out of it.'
      : `To take those rows out, ${select}.`;
  return [{ code: 'missing_target', path, message, hint }];
}

/** What the columns become, or what is wrong with them. */
export async function featureKinds(
  source: Source,
  columns: readonly Reread[],
  { categorical, scale, declared = [] }: TableDefinition & Partial<DeclaredDefinition>,
): Promise<{ readonly kinds: readonly Kind[]; readonly faults: readonly Fault[] }> {
  const kinds: Kind[] = [];
  const troubles: Finding<Trouble>[] = [];
  for (const read of columns) {
    const { name } = read.profile.column;
    const codes = declared.includes(name) ? 'declared' : categorical.includes(name);
    const kind = dressTrouble(read) ?? kindOf(read.profile, codes, scale !== 'none');
    if (isTrouble(kind)) troubles.push({ kind, ...read });
    else kinds.push(kind);
  }
  return { kinds, faults: await gathered(troubles, (trouble, named) => explain(source, trouble, named)) };
}

/** What a second look says against the column, before it is taken for what it seems. */
function dressTrouble({ seen }: Reread): Trouble | null {
  if (seen === null || seen.verdict.as === 'numbers') return null;
  if (seen.verdict.as !== 'names') return seen.verdict.as;
  return seen.verdict.doubt === 'refused' ? 'dressed_numbers' : null;
}

function isTrouble(kind: Kind | Trouble): kind is Trouble {
  return !['number', 'text', 'boolean', 'empty'].includes(kind);
}
