import { storedReport } from '@latentsweep/coordinator';
import type { Sweep } from '@latentsweep/store';

/** Classes as the user's file writes them, or as the data have them where that was not noted. */
export function classNames(sweep: Pick<Sweep, 'dataReport'>, names: readonly string[]): readonly string[] {
  const reported = storedReport(sweep)?.classes ?? [];
  return names.map((name, k) => reported[k]?.name ?? name);
}

/** The classes that have a curve of their own: of two the positive one alone. */
export const classesDrawn = (classes: number): number[] =>
  classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
