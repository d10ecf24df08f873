import type { HomeTable } from '@latentsweep/coordinator';
import { csvField } from '@latentsweep/core';
import type { MadePart } from '@latentsweep/worker';
import { fieldsOf } from './cell.ts';

/** The `wanted` rows of a part as lines of CSV that go on behind the table's; `before`: rows that were made before. */
export function linesOf(
  { columns, rows }: Pick<HomeTable, 'columns' | 'rows'>,
  { columns: made, labels }: MadePart,
  classes: readonly string[],
  wanted: readonly number[],
  before: number,
): string {
  const byName = new Map(made.map((column) => [column.name, column]));
  const names = classes.map(csvField);
  let count = before;
  const fields = columns.map((column) => {
    const { style, name } = column;
    if (style.kind === 'target') return (row: number) => names[labels[row]!]!;
    if (style.kind === 'counter') return () => String(style.last + count);
    if (style.kind === 'own name') return () => `generated ${rows + count}`;
    return fieldsOf(column, byName.get(name));
  });
  let lines = '';
  for (const row of wanted) {
    count++;
    for (const field of fields) lines += `${field(row)},`;
    lines += 'true\n';
  }
  return lines;
}
