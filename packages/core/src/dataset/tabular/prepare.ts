import type { Seed } from '../../random/stream.ts';
import type { Dataset, Split, TableSpec } from '../dataset.ts';
import { stratifiedSplit } from '../split.ts';
import { classesOf } from './classes.ts';
import { readColumns } from './columns.ts';
import { duplicateGroups } from './duplicates.ts';
import { encodedWidth, fitEncoder } from './encode.ts';

/**
 * Splits a table for one replicate and turns its columns into features in [0, 1] (see `encode.ts`), fitted on
 * the training rows. `content` are Arrow IPC bytes. Pure: the same arguments give the same bits.
 */
export function prepareTable(spec: TableSpec, seed: Seed, content: Uint8Array): Dataset {
  const columns = readColumns(content, spec.target, spec.categorical);
  const { names, labels, majority } = classesOf(columns.target, spec.positive);
  const groups = duplicateGroups(columns.features, labels);
  const rows = stratifiedSplit(labels, groups, names.length, spec.split, seed);

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

/** What can be said of a table before any split. Throws as `prepareTable` does. */
export interface TableShape {
  readonly rows: number;
  /** After encoding. */
  readonly features: number;
  readonly classNames: readonly string[];
  /** Rows of each class, and how many of them differ. [K] */
  readonly classRows: readonly number[];
  readonly distinctRows: readonly number[];
}

export function tableShape(spec: TableSpec, content: Uint8Array): TableShape {
  const columns = readColumns(content, spec.target, spec.categorical);
  const { names, labels, counts } = classesOf(columns.target, spec.positive);
  const distinctRows = names.map(() => 0);
  duplicateGroups(columns.features, labels).forEach((first, row) => {
    if (first === row) distinctRows[labels[row]!]!++;
  });
  return {
    rows: columns.rows,
    features: columns.features.reduce((sum, column) => sum + encodedWidth(column), 0),
    classNames: names,
    classRows: counts,
    distinctRows,
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
