/** What generated rows are judged by, all of it: of some of them, beside some real ones. */

import type { ColumnLayout } from '../dataset/layout.ts';
import { chooseBelow } from '../random/choose.ts';
import { Purpose, type Seed, Stream } from '../random/stream.ts';
import { closestDistances, copies } from './closest.ts';
import { detection } from './detection.ts';
import { pairTrends } from './pairs.ts';
import { columnShapes } from './shapes.ts';
import { meanOfDefined, type TableColumn, tableColumns } from './table-column.ts';
import { type LabelledTable, transfer } from './transfer.ts';

/** Of wider tables so many columns are looked at. */
const MOST_COLUMNS = 100;

/** Features [n, D] row-major, and a class index each. [n] */
export interface LabelledRows {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
}

export interface GeneratedRows {
  readonly classes: number;
  readonly layout: readonly ColumnLayout[];
  readonly width: number;
  /** Generated ones, of the classes that were. */
  readonly made: LabelledRows;
  /** Training rows of those classes, some and all. */
  readonly real: LabelledRows;
  readonly known: LabelledRows;
  /** Training rows of the other classes. */
  readonly others: LabelledRows;
  /** Real rows that no training saw, of any class. */
  readonly held: LabelledRows;
  /** Real rows to judge on. */
  readonly judged: LabelledRows;
  readonly seed: Seed;
}

export interface GeneratedFigures {
  readonly columnShapes: number;
  readonly pairTrends: number;
  readonly detection: number;
  /** The median distance of generated rows to the closest training row over that of held rows. */
  readonly closestRatio: number;
  readonly copies: number;
  /** On `judged`: of generated rows and the others, and of real rows in place of the generated ones. */
  readonly fromGenerated: number;
  readonly fromReal: number;
}

/**
 * Figures of each generated class beside the real rows of that class, their means by the number of generated rows.
 * What is undefined in a class, of one real row say, does not count; NaN where it is in all.
 */
export function generatedFigures(rows: GeneratedRows): GeneratedFigures {
  const { classes, seed } = rows;
  const layout = chosenColumns(rows.layout, seed);
  const table = ({ features, labels }: LabelledRows): LabelledTable => ({
    columns: tableColumns(features, rows.width, layout),
    labels,
  });
  const [made, real, known, others] = [
    table(rows.made),
    table(rows.real),
    table(rows.known),
    table(rows.others),
  ];
  const [held, judged] = [table(rows.held), table(rows.judged)];
  const byClass = [...new Set(made.labels)].map((k) => {
    const own = ofClass(made, k);
    const figures = figuresOfClass(own, ofClass(real, k), ofClass(held, k), seed);
    return { rows: own[0]?.values.length ?? 0, ...figures };
  });
  const mean = (of: (figures: (typeof byClass)[number]) => number) => {
    const defined = byClass.filter((figures) => !Number.isNaN(of(figures)));
    const total = defined.reduce((sum, figures) => sum + figures.rows, 0);
    return defined.reduce((sum, figures) => sum + of(figures) * figures.rows, 0) / total;
  };
  return {
    columnShapes: mean((figures) => figures.columnShapes),
    pairTrends: mean((figures) => figures.pairTrends),
    detection: mean((figures) => figures.detection),
    closestRatio: mean((figures) => figures.closestRatio),
    copies: copies(made.columns, known.columns),
    fromGenerated: transfer(together(made, others), judged, classes),
    fromReal: transfer(together(real, others), judged, classes),
  };
}

type Columns = readonly TableColumn[];

function figuresOfClass(made: Columns, real: Columns, held: Columns, seed: Seed) {
  return {
    columnShapes: columnShapes(real, made),
    pairTrends: pairTrends(real, made),
    detection: detection(real, made, seed),
    closestRatio: closestRatio(made, real, held),
  };
}

/** Rows whose distances a median is taken of. */
const MOST_DISTANCES = 300;

/** Above 1: farther from what training saw than real rows that it did not see. NaN without any, or where they lie at 0. */
function closestRatio(made: Columns, real: Columns, held: Columns): number {
  const [own, usual] = [made, held].map((rows) => median(closestDistances(thinned(rows), real))) as [
    number,
    number,
  ];
  return usual > 0 ? own / usual : Number.NaN;
}

/** Every second row, or third, …: as many as are wanted. */
function thinned(columns: Columns): Columns {
  const step = Math.ceil((columns[0]?.values.length ?? 0) / MOST_DISTANCES);
  return columns.map(({ kind, values }) => ({ kind, values: values.filter((_, row) => row % step === 0) }));
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : meanOfDefined([...sorted.subarray(middle - 1, middle + 1)]);
}

function chosenColumns(layout: readonly ColumnLayout[], seed: Seed): readonly ColumnLayout[] {
  const stream = new Stream(seed, Purpose.generatedColumns);
  return Array.from(chooseBelow(layout.length, MOST_COLUMNS, stream), (c) => layout[c]!);
}

function ofClass({ columns, labels }: LabelledTable, k: number): TableColumn[] {
  return columns.map(({ kind, values }) => ({ kind, values: values.filter((_, row) => labels[row] === k) }));
}

function together(a: LabelledTable, b: LabelledTable): LabelledTable {
  return {
    columns: a.columns.map(({ kind, values }, c) => ({
      kind,
      values: Float64Array.from([...values, ...b.columns[c]!.values]),
    })),
    labels: Uint8Array.from([...a.labels, ...b.labels]),
  };
}
