/** What was read of a data set, as plain JSON: said before a sweep begins, and kept with it. */

import {
  type ClassCounts,
  type Images,
  type ImagesShape,
  pixelsOf,
  type SimulatedSpec,
  type TableShape,
} from '@latentsweep/core';

export type DataReport = TableReport | ImagesReport | SimulatedReport;

/** Of data that were read, in the first replicate. */
interface ReportedClasses {
  readonly classes: readonly ReportedClass[];
  /** The label that is class 1 of two. */
  readonly positive: string | null;
  /** Classes that arms bring up to the size of the one that is not named here. */
  readonly rebalanced: readonly string[];
  readonly split: SplitCounts;
}

export interface ImagesReport extends ReportedClasses {
  readonly kind: 'images';
  readonly images: number;
  readonly shape: Images['shape'];
  /** Pixels of an image, times its channels. */
  readonly features: number;
}

export interface TableReport extends ReportedClasses {
  readonly kind: 'table';
  readonly target: string;
  readonly rows: number;
  /** What the columns that are learnt from become. */
  readonly features: number;
  /** Columns of numbers. */
  readonly numbers: number;
  readonly categories: readonly { readonly name: string; readonly levels: number }[];
  readonly leftOut: readonly LeftOut[];
}

/** Why a column is left out that tells rows apart. */
export type Numbering = 'unnamed' | 'row numbers';

/** A column that is not learnt from. */
export interface LeftOut {
  readonly name: string;
  readonly why:
    | 'dropped'
    | 'empty'
    | 'constant'
    | 'splits the rows'
    | 'says which rows are generated'
    | Numbering;
}

export interface ReportedClass {
  readonly name: string;
  readonly rows: number;
  /** Of equal rows one. */
  readonly distinct: number;
  /** Its rows in each split, in the first replicate. */
  readonly split: SplitCounts;
}

export type SplitCounts = Readonly<Record<keyof TableShape['splitRows'], number>>;

export interface SimulatedReport {
  readonly kind: 'simulated';
  readonly features: number;
  /** `share` is null where the coefficients alone decide it. */
  readonly classes: readonly { readonly name: string; readonly share: number | null }[];
  readonly rebalanced: readonly string[];
  readonly split: SplitCounts;
}

/** `leftOut`: the columns that never came as far as `shape`. */
export function reportTable(target: string, shape: TableShape, leftOut: readonly LeftOut[]): TableReport {
  const { rows, features, columns } = shape;
  const learnt = columns.filter((column) => column.features > 0);
  const constant = columns.filter((column) => column.features === 0);
  return {
    kind: 'table',
    target,
    rows,
    features,
    numbers: learnt.filter(({ kind }) => kind === 'number').length,
    categories: learnt
      .filter(({ kind }) => kind === 'category')
      .map(({ name, levels }) => ({ name, levels })),
    leftOut: [...leftOut, ...constant.map(({ name }) => ({ name, why: 'constant' as const }))],
    ...reportClasses(shape),
  };
}

export const reportImages = ({ count, shape }: Images, counts: ImagesShape): ImagesReport => ({
  ...{ kind: 'images', images: count, shape, features: pixelsOf(shape) },
  ...reportClasses(counts),
});

function reportClasses({
  classNames,
  majority,
  classRows,
  distinctRows,
  splitRows,
}: ClassCounts): ReportedClasses {
  const inSplits = (rowsOf: (counts: readonly number[]) => number): SplitCounts => ({
    train: rowsOf(splitRows.train),
    validation: rowsOf(splitRows.validation),
    test: rowsOf(splitRows.test),
  });
  return {
    classes: classNames.map((name, k) => ({
      name,
      rows: classRows[k]!,
      distinct: distinctRows[k]!,
      split: inSplits((counts) => counts[k]!),
    })),
    positive: classNames.length === 2 ? classNames[1]! : null,
    rebalanced: classNames.filter((_, k) => k !== majority),
    split: inSplits((counts) => counts.reduce((total, count) => total + count, 0)),
  };
}

export function reportSimulated(spec: SimulatedSpec, prior: readonly number[] | null): SimulatedReport {
  const { train, validation, test, coefficients } = spec;
  const count = coefficients.length === 1 ? 2 : coefficients.length;
  const names = Array.from({ length: count }, (_, k) => String(k));
  return {
    kind: 'simulated',
    features: coefficients[0]!.length,
    classes: names.map((name, k) => ({ name, share: prior?.[k] ?? null })),
    rebalanced: names.slice(1),
    split: { train, validation, test },
  };
}
