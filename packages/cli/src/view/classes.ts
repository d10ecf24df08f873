import { metric } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { columnsOf, renderTable } from '../terminal/table.ts';
import { truncate } from '../terminal/text.ts';

/** What a trial's row has of its classes; absent in a trial without a result. */
export interface ClassFigures {
  readonly testRecall: readonly number[];
  readonly valRecall: readonly number[];
  /** Rows of class i predicted as j, at i * K + j. */
  readonly testConfusion: readonly number[];
}

/** Of a label in a header. */
const LONGEST_NAME = 16;

/** Recall of each class in both splits, beside how its rows of the test split were predicted. */
export function classLines(
  { testRecall, valRecall, testConfusion }: ClassFigures,
  names: readonly string[] | null,
  width: number,
  style: Style,
): string[] {
  const count = testRecall.length;
  const classes = testRecall.map((_, k) => truncate(printable(names?.[k] ?? `class ${k}`), LONGEST_NAME));
  const column = columnsOf([...classes.keys()]);
  const label = (header: string) => column(header, 'left', Number.POSITIVE_INFINITY, (k) => classes[k]!);
  const recall = (header: string, values: readonly number[], importance: number) =>
    column(header, 'right', importance, (k) => (Number.isFinite(values[k]) ? metric(values[k]!) : '–'));
  const recalls = renderTable(
    [label('class'), recall('test', testRecall, 2), recall('validation', valRecall, 1)],
    width,
    style,
  );
  const predicted = classes.map((name, j) =>
    column(name, 'right', 1, (i) => String(testConfusion[i * count + j])),
  );
  const confusion = renderTable([label('true'), ...predicted], width, style);
  const fits = confusion.dropped.length === 0;
  return [
    ...['', style.bold('recall of each class'), ...recalls.lines],
    ...['', `${style.bold('predicted as')}, rows of the test split`],
    ...(fits ? confusion.lines : [`${count} x ${count} numbers, more than fit here: -f json has them.`]),
  ];
}
