/** A table in a file, whatever its format: columns that are known at once, rows that come in pieces. */

import { type Fault, InputError } from '@latentsweep/core';

export interface FileColumn {
  readonly name: string;
  /** `names`: the file declares that its values name things, though they may be digits. `open`: by its cells. */
  readonly holds: 'names' | 'open';
}

export interface FileRow {
  /** Where it stands, from 1: its line, or its row in a sheet. */
  readonly line: number;
  /** One for each column; null where the value is missing. */
  readonly cells: readonly (string | null)[];
}

export interface FileTable {
  readonly columns: readonly FileColumn[];
  /** What was done to read it that the user may not expect. */
  readonly notes: readonly Fault[];
  /** The column that the file itself calls its class, or null. */
  readonly output: string | null;
  /** What `line` counts. */
  readonly unit: 'line' | 'row';
  /** From the start each time it is called. Throws InputError at a row that does not fit its file. */
  rows(): AsyncIterable<readonly FileRow[]>;
}

/** Columns of a table: more are a mistake, or a matrix that no table can be. */
const MOST_COLUMNS = 100_000;
/** Cells of a table, 2 GB as 32-bit floats. */
const MOST_CELLS = 500_000_000;

/** Throws where a table is more than can be held. */
export function refuseSize(label: string, rows: number, columns: number): void {
  if (columns > MOST_COLUMNS) {
    throw new InputError(
      'table_too_wide',
      `${label} has ${columns} columns; at most ${MOST_COLUMNS} can be read.`,
      'Choose columns, or project them onto fewer, before.',
    );
  }
  if (rows * columns > MOST_CELLS) {
    throw new InputError(
      'table_too_large',
      `${label} has more than ${MOST_CELLS} cells (${columns} columns).`,
      'Take fewer rows or columns.',
    );
  }
}
