import { studentBeyond } from '../statistics/student.ts';

/** More degrees of freedom are taken for so many, which errs on the side of keeping. */
const MOST_DF = 1000;
/** A difference below this share of the largest value is rounding. */
const ROUNDING = 2 ** -40;

/** That what is no worse lies so far behind by chance: one-sided, by Student's t. `largest`: of the values that there are. */
export function chanceOf(of: {
  readonly behind: number;
  readonly error: number;
  readonly df: number;
  readonly largest: number;
}): number {
  if (!(of.behind > ROUNDING * of.largest)) return 1;
  const p = studentBeyond(of.behind / of.error, Math.floor(Math.min(of.df, MOST_DF))) / 2;
  return Number.isNaN(p) ? 1 : p;
}
