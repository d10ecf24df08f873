/** The column that rows are split by: read apart from the features, and without a cell that is missing. */

import { type Fault, grouped, plural } from '@latentsweep/core';
import type { Feature } from '../content/read.ts';
import type { Source, TableDefinition } from '../source.ts';
import { asNumber } from './cell.ts';
import { firstRow } from './explain.ts';
import type { Profile } from './profile.ts';

/** Its name, or null where rows are split by chance. */
export function splitName({ group, time }: TableDefinition): string | null {
  return group ?? time ?? null;
}

/** As it goes into the content: a group as text, a time as a number. */
export function splitFeature({ column }: Profile, { group }: TableDefinition): Feature {
  return { column, kind: group === undefined ? 'number' : 'text' };
}

export async function splitFaults(
  source: Source,
  { column, present, nan, finite, family }: Profile,
  rows: number,
  { group, dates }: TableDefinition,
): Promise<Fault[]> {
  const path = group === undefined ? 'dataset.split.time' : 'dataset.split.group';
  const missing = rows - present + nan;
  if (missing > 0) {
    const message = `Column \`${column.name}\` of ${source.label}, by which rows are split, is missing in ${grouped(missing)} of ${plural(rows, 'row')}.`;
    return [
      { code: 'missing_split', path, message, hint: 'Fill it, or take those rows out with a `select`.' },
    ];
  }
  if (group !== undefined || finite === present) return [];
  const dated = dates.some((date) => date.column === column.name);
  const found =
    family === 'text'
      ? `: ${await firstRow(source, column, `coalesce(not isfinite(${asNumber(column)}), true)`)}`
      : '';
  const message = `Column \`${column.name}\` of ${source.label}, by which rows are split, does not hold times${found}.`;
  const hint = dated
    ? 'Give its format under `dates`.'
    : `Write \`dates: [${column.name}]\` if it holds dates (ISO 8601, or with their format), or name a column of numbers.`;
  return [{ code: 'no_times', path, message, hint }];
}
