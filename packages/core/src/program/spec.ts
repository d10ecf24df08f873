/** How a program gets its config: as arguments, as JSON on its standard input, as variables, or in a file. */
export type ConfigWay = 'flags' | 'stdin' | 'env' | 'file';

/** What a metric is of all that was reported under its name. */
export type Summary = 'last' | 'min' | 'max' | 'mean';

/**
 * A program of the user's own, as a sweep names it: data that travels with its jobs. What is run under that name, those who run
 * it say: a sweep file cannot.
 */
export interface ProgramSpec {
  readonly name: string;
  /** Null: as those who run it say. */
  readonly config: ConfigWay | null;
  /** What every trial must report: the sweep's objectives, and what its constraints bound. The first one ranks. */
  readonly metrics: readonly { readonly name: string; readonly summary: Summary }[];
}
