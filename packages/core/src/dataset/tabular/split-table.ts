import type { Seed } from '../../random/stream.ts';
import type { TableSpec } from '../dataset.ts';
import { type SplitRows, stratifiedSplit } from '../split.ts';
import { type Classes, classesOf } from './classes.ts';
import type { Column } from './columns.ts';
import { duplicateGroups } from './duplicates.ts';
import type { OpenTable } from './open-table.ts';

export interface SplitTable {
  /** All but the target. */
  readonly columns: readonly Column[];
  readonly classes: Classes;
  /** The first row that equals each row. [n] */
  readonly groups: Uint32Array;
  readonly split: SplitRows;
}

/** A table's columns and classes, and one replicate's split by the rule of its spec. */
export function splitTable(spec: TableSpec, seed: Seed, table: OpenTable): SplitTable {
  const { target, positive, categorical, split: shares, rule = 1 } = spec;
  const read = table(target, categorical);
  const classes = classesOf(read.target, positive, rule);
  const { labels, names } = classes;
  const groups = duplicateGroups(read.features, labels);
  const split = stratifiedSplit(labels, groups, names.length, shares, seed, rule);
  return { columns: read.features, classes, groups, split };
}
