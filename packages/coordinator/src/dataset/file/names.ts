import { InputError, plural } from '@latentsweep/core';
import type { FileColumn } from '@latentsweep/table-file';
import { listed } from '../refuse.ts';

/** The names of a file's columns, or those that the sweep file gives them. */
export function namesFor(
  label: string,
  columns: readonly FileColumn[],
  given: readonly string[] | null,
): readonly string[] {
  const names = columns.map(({ name }) => name);
  if (given === null) return names;
  if (given.length === names.length) return given;
  throw new InputError(
    'wrong_column_count',
    `\`columns\` has ${plural(given.length, 'name')}, but ${label} has ${plural(names.length, 'column')}: ${listed(names, 10)}.`,
    'Name every column, in the order of the file, or leave `columns` out.',
  );
}
