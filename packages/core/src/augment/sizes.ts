/** Rows of a training split, as far as it is known before any data are drawn. */
export interface ClassSizes {
  readonly majorityRows: number;
  /** Of all minority classes together, before the cut. */
  readonly minorityRows: number;
  readonly classes: number;
  readonly balance: 'original' | 'majority';
}

/** Rows that the cut to `minority_rate` leaves. */
export function keptRows(sizes: ClassSizes, config: { readonly minority_rate: number }): number {
  return sizes.majorityRows + sizes.minorityRows * config.minority_rate;
}

/** Rows with the minority classes oversampled. */
export function balancedRows({ majorityRows, minorityRows, classes, balance }: ClassSizes): number {
  return majorityRows + (balance === 'majority' ? majorityRows * (classes - 1) : minorityRows);
}
