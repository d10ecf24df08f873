/** A column of some rows, as people know it. */
export interface DecodedColumn {
  readonly name: string;
  /** Of a category; null for numbers. */
  readonly levels: readonly string[] | null;
  /** Numbers, or places among the levels; NaN where it is missing. [n] */
  readonly values: Float64Array;
}
