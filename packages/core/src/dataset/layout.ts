/** Which features of a row each column became: `tabular/encode.ts` has how. */

interface Placed {
  readonly name: string;
  /** Its first feature. */
  readonly at: number;
  /** Features of its value; none where it is constant. */
  readonly width: number;
  /** Whether one more feature, behind those, says that the value is missing. */
  readonly missing: boolean;
}

interface NumberLayout extends Placed {
  readonly kind: 'number';
  /** The feature of a missing value. */
  readonly imputed: number;
}

/** One feature a level, but one alone for two levels: the second. A missing or unknown one is all zeros. */
interface CategoryLayout extends Placed {
  readonly kind: 'category';
  readonly levels: readonly string[];
}

export type ColumnLayout = NumberLayout | CategoryLayout;

/** Features that are a number each. */
export const numberColumns = (features: number): ColumnLayout[] =>
  Array.from({ length: features }, (_, at) => ({
    ...{ kind: 'number', name: `x${at + 1}`, at, width: 1, missing: false, imputed: 0 },
  }));

interface Described {
  readonly features: number;
  readonly columns?: readonly ColumnLayout[];
}

/** The columns of a data set, in the order of their features. */
export const columnsOf = ({ columns, features }: Described): readonly ColumnLayout[] =>
  columns ?? numberColumns(features);
