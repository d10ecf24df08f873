import type { Seed } from '../../random/stream.ts';
import type { Dataset, Split, TableSpec } from '../dataset.ts';
import type { ColumnLayout } from '../layout.ts';
import { encodedWidth, fitColumn, valueWidth } from './encode.ts';
import type { OpenTable } from './open-table.ts';
import { splitTable } from './split-table.ts';

/**
 * Splits a table for one replicate and turns its columns into features in [0, 1] (see `encode.ts`), fitted on
 * the training rows. Pure: the same arguments give the same bits.
 */
export function prepareTable(spec: TableSpec, seed: Seed, table: OpenTable): Dataset {
  const { columns, classes, split: rows } = splitTable(spec, seed, table);
  const { names, labels, majority } = classes;

  const widths = columns.map(encodedWidth);
  const width = widths.reduce((sum, w) => sum + w, 0);
  const parts = [rows.train, rows.validation, rows.test].map((part) => emptySplit(part, labels, width));
  let at = 0;
  const scratch = new Float64Array(rows.train.length);
  const layout = columns.map((column, c): ColumnLayout => {
    const { encode, imputed } = fitColumn(column, rows.train, spec.scale, scratch);
    for (const { rows: part, split } of parts) encode(part, split.features, width, at);
    const own = valueWidth(column);
    const place = { name: column.name, at, width: own, missing: widths[c]! > own };
    at += widths[c]!;
    return column.kind === 'number'
      ? { kind: 'number', ...place, imputed }
      : { kind: 'category', ...place, levels: column.levels };
  });
  const [train, validation, test] = parts.map(({ split }) => split);
  return {
    features: width,
    columns: layout,
    classes: names.length,
    classNames: names,
    majority,
    balance: spec.balance,
    train: train!,
    validation: validation!,
    test: test!,
  };
}

function emptySplit(rows: Uint32Array, labels: Uint8Array, width: number) {
  const split: Split = {
    features: new Float32Array(rows.length * width),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    count: rows.length,
  };
  return { rows, split };
}
