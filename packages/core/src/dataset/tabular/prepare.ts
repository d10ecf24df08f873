import type { Seed } from '../../random/stream.ts';
import type { Dataset, Split, TableSpec } from '../dataset.ts';
import { type SplitRows, stratifiedSplit } from '../split.ts';
import { classesOf } from './classes.ts';
import { type Column, readColumns } from './columns.ts';
import { duplicateGroups } from './duplicates.ts';
import { encodedWidth, fitEncoder } from './encode.ts';

/**
 * Splits a table for one replicate and turns its columns into features in [0, 1] (see `encode.ts`), fitted on
 * the training rows. `content` are Arrow IPC bytes. Pure: the same arguments give the same bits.
 */
export function prepareTable(spec: TableSpec, seed: Seed, content: Uint8Array): Dataset {
  const columns = readColumns(content, spec.target, spec.categorical);
  const { names, labels, majority } = classesOf(columns.target, spec.positive, spec.rule ?? 1);
  const groups = duplicateGroups(columns.features, labels);
  const rows = stratifiedSplit(labels, groups, names.length, spec.split, seed, spec.rule ?? 1);

  const widths = columns.features.map(encodedWidth);
  const width = widths.reduce((sum, w) => sum + w, 0);
  const parts = [rows.train, rows.validation, rows.test].map((part) => emptySplit(part, labels, width));
  let at = 0;
  columns.features.forEach((column, c) => {
    const encode = fitEncoder(column, rows.train, spec.scale);
    for (const { rows: part, split } of parts) encode(part, split.features, width, at);
    at += widths[c]!;
  });
  const [train, validation, test] = parts.map(({ split }) => split);
  return {
    features: width,
    classes: names.length,
    classNames: names,
    majority,
    balance: spec.balance,
    train: train!,
    validation: validation!,
    test: test!,
  };
}

/** What can be said of a table before any column is encoded. */
export interface TableShape {
  readonly rows: number;
  /** After encoding. */
  readonly features: number;
  /** All but the target, in their order; `levels` of a category, `features` that it becomes (a constant: none). */
  readonly columns: readonly {
    readonly name: string;
    readonly kind: Column['kind'];
    readonly levels: number;
    readonly features: number;
  }[];
  readonly classNames: readonly string[];
  /** The class that is never rebalanced. */
  readonly majority: number;
  /** Rows of each class, and how many of them differ. [K] */
  readonly classRows: readonly number[];
  readonly distinctRows: readonly number[];
  /** Rows of each class in each split of the replicate with that seed. [K] */
  readonly splitRows: Readonly<Record<keyof SplitRows, readonly number[]>>;
}

/** Throws as `prepareTable` does. */
export function tableShape(spec: TableSpec, seed: Seed, content: Uint8Array): TableShape {
  const columns = readColumns(content, spec.target, spec.categorical);
  const { names, labels, counts, majority } = classesOf(columns.target, spec.positive, spec.rule ?? 1);
  const groups = duplicateGroups(columns.features, labels);
  const distinctRows = names.map(() => 0);
  groups.forEach((first, row) => {
    if (first === row) distinctRows[labels[row]!]!++;
  });
  const { train, validation, test } = stratifiedSplit(
    labels,
    groups,
    names.length,
    spec.split,
    seed,
    spec.rule ?? 1,
  );
  const described = columns.features.map((column) => ({
    name: column.name,
    kind: column.kind,
    levels: column.kind === 'category' ? column.levels.length : 0,
    features: encodedWidth(column),
  }));
  const ofClasses = (rows: Uint32Array) => {
    const found = names.map(() => 0);
    for (const row of rows) found[labels[row]!]!++;
    return found;
  };
  return {
    rows: columns.rows,
    features: described.reduce((sum, column) => sum + column.features, 0),
    columns: described,
    classNames: names,
    majority,
    classRows: counts,
    distinctRows,
    splitRows: { train: ofClasses(train), validation: ofClasses(validation), test: ofClasses(test) },
  };
}

function emptySplit(
  rows: Uint32Array,
  labels: Uint8Array,
  width: number,
): { readonly rows: Uint32Array; readonly split: Split } {
  const split = {
    features: new Float32Array(rows.length * width),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    count: rows.length,
  };
  return { rows, split };
}
