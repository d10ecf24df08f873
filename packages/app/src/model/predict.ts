import { resolve } from 'node:path';
import { readCells } from '@latentsweep/coordinator';
import { predictClasses, prepareCells } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import type { Model } from './record.ts';
import { unknownNotes } from './unknown.ts';

/** Rows at a time: their features are many more numbers than their cells. */
const PAGE = 10_000;

export interface Predicted {
  readonly rows: number;
  /** What may be a slip. */
  readonly notes: readonly string[];
  /** `class`, and `probability_NAME` of each class; in the order of the file's rows. */
  pages(): Iterable<Table>;
}

/** Throws what `readCells` throws. */
export async function predictFile({ record, columns, classifier }: Model, file: string): Promise<Predicted> {
  const wanted = columns.map(({ name, cells }) => ({ name, kind: cells }));
  const { rows, cells } = await readCells(
    { path: resolve(file), folder: process.cwd() },
    record.reading,
    wanted,
  );
  const { classes } = record;
  const names = ['class', ...classes.map((name) => `probability_${name}`)];
  const page = (from: number): Table => {
    const count = Math.min(PAGE, rows - from);
    const own = cells.map((all) => all.slice(from, from + count));
    const probabilities = predictClasses(classifier, prepareCells(columns, own, count), count);
    return {
      columns: names,
      rows: Array.from({ length: count }, (_, row) => {
        const each = Array.from(probabilities.subarray(row * classes.length, (row + 1) * classes.length));
        return [classes[each.indexOf(Math.max(...each))]!, ...each];
      }),
    };
  };
  return {
    rows,
    notes: unknownNotes(columns, cells),
    *pages() {
      if (rows === 0) yield { columns: names, rows: [] };
      for (let from = 0; from < rows; from += PAGE) yield page(from);
    },
  };
}
