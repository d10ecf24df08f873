import type { DataReport, SweepDefinition } from '@latentsweep/coordinator';
import type { Standing } from '@latentsweep/store';

/** What a ranking cannot tell, and what to do about it. */
export interface Caveat {
  /** Stable; docs/caveats.md lists them all. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** A command that does it, without the name of the program. */
  readonly command?: string;
}

/** All that caveats depend on. */
export interface Ranking {
  /** How commands name the sweep. */
  readonly word: string;
  /** The metric that ranks. */
  readonly by: string;
  readonly definition: SweepDefinition;
  /** Null for sweeps of older versions. */
  readonly report: DataReport | null;
  readonly standing: Standing;
  /** At how many bands it was decided which runs go on. Absent: it is not known, or not over yet. */
  readonly bandsDecided?: number;
}

export const splitOf = (metric: string): 'test' | 'validation' =>
  metric.startsWith('val_') ? 'validation' : 'test';

/** A class by its name where that is known. */
export function className({ report }: Pick<Ranking, 'report'>, k: number): string {
  return `'${report?.classes[k]?.name ?? k}'`;
}
