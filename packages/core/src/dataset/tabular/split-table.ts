import type { Seed } from '../../random/stream.ts';
import type { TableSpec } from '../dataset.ts';
import { stratifiedSplit } from '../split.ts';
import { groupSplit, timeSplit } from '../split-groups.ts';
import { classesOf } from './classes.ts';
import { duplicateGroups } from './duplicates.ts';
import type { OpenTable } from './open-table.ts';

/** A table's columns but the target, its classes, and one replicate's split by the rule of its spec. */
export function splitTable(spec: TableSpec, seed: Seed, table: OpenTable) {
  const { target, positive, categorical, split: shares, rule = 1 } = spec;
  const read = table(target, categorical, spec);
  const classes = classesOf(read.target, positive, rule);
  const { labels, names } = classes;
  /** The first row that equals each row. [n] */
  const groups = duplicateGroups(read.features, labels);
  const split = read.group
    ? groupSplit(labels, read.group.codes, names.length, shares, seed)
    : read.time
      ? timeSplit(read.time.values, shares)
      : stratifiedSplit(labels, groups, names.length, shares, seed, rule);
  return { columns: read.features, classes, groups, split };
}
