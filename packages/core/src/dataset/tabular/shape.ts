import type { Seed } from '../../random/stream.ts';
import { type ClassCounts, countClasses } from '../class-counts.ts';
import type { TableSpec } from '../dataset.ts';
import type { Column } from './columns.ts';
import { contradictoryRows } from './duplicates.ts';
import { encodedWidth } from './encode.ts';
import type { OpenTable } from './open-table.ts';
import { splitTable } from './split-table.ts';

/** What can be said of a table before any column is encoded. */
export interface TableShape extends ClassCounts {
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
  /** Rows that equal a row of another class in all columns. */
  readonly contradictory: number;
}

/** Throws as `prepareTable` does. */
export function tableShape(spec: TableSpec, seed: Seed, table: OpenTable): TableShape {
  const { columns, classes, groups, split } = splitTable(spec, seed, table);
  const described = columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    levels: column.kind === 'category' ? column.levels.length : 0,
    features: encodedWidth(column),
  }));
  return {
    rows: classes.labels.length,
    features: described.reduce((sum, column) => sum + column.features, 0),
    columns: described,
    contradictory: contradictoryRows(columns, classes.labels),
    ...countClasses(classes, groups, split),
  };
}
