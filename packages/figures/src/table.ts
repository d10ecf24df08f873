/** The data behind a figure as rows and columns, for files. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number | null)[]>;
}
