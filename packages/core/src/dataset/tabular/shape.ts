import type { Seed } from '../../random/stream.ts';
import type { TableSpec } from '../dataset.ts';
import type { OfSplits } from '../shares.ts';
import type { Column } from './columns.ts';
import { contradictoryRows } from './duplicates.ts';
import { encodedWidth } from './encode.ts';
import type { OpenTable } from './open-table.ts';
import { splitTable } from './split-table.ts';

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
  /** Rows that equal a row of another class in all columns. */
  readonly contradictory: number;
  /** Rows of each class in each split of the replicate with that seed. [K] */
  readonly splitRows: OfSplits<readonly number[]>;
}

/** Throws as `prepareTable` does. */
export function tableShape(spec: TableSpec, seed: Seed, table: OpenTable): TableShape {
  const { columns, classes, groups, split } = splitTable(spec, seed, table);
  const { names, labels, counts, majority } = classes;
  const described = columns.map((column) => ({
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
    rows: labels.length,
    features: described.reduce((sum, column) => sum + column.features, 0),
    columns: described,
    classNames: names,
    majority,
    classRows: counts,
    distinctRows: ofClasses(groups.filter((first, row) => first === row)),
    contradictory: contradictoryRows(columns, labels),
    splitRows: {
      train: ofClasses(split.train),
      validation: ofClasses(split.validation),
      test: ofClasses(split.test),
    },
  };
}
