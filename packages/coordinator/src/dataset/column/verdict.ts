/** How a column of text is to be read, by a second look at it. */

import type { Mark } from './dress.ts';
import { FEW_LEVELS } from './kind.ts';
import type { Look } from './look.ts';

export type Verdict =
  /** Names, as they are. `doubt`: they look like numbers in a dress that nothing tells to take off. */
  | { readonly as: 'names'; readonly doubt: 'none' | 'noted' | 'refused' }
  /** Numbers, once words for a missing value are taken out; null: plain ones, with a point. */
  | { readonly as: 'numbers'; readonly decimal: Mark | null }
  /** Meant as numbers with the decimal mark, but some are none, or they count different things. */
  | { readonly as: 'text_in_numbers' | 'mixed_units'; readonly decimal: Mark };

/**
 * As in `kindOf`, a column where at least half of the cells are numbers was meant to hold numbers. Cells in a dress
 * count where the file names the decimal mark; else few values may be names, and more are asked for.
 */
export function verdictOf(look: Look, decimal: Mark | null): Verdict {
  const { rest, plain, point, comma, levels, units } = look;
  const most = (count: number) => rest > 0 && 2 * count >= rest;
  if (decimal !== null) {
    const dressed = decimal === '.' ? point : comma;
    if (dressed === rest && rest > 0) {
      return units.length > 1 ? { as: 'mixed_units', decimal } : { as: 'numbers', decimal };
    }
    if (most(dressed) && dressed > plain) return { as: 'text_in_numbers', decimal };
  }
  if (most(plain)) return { as: 'numbers', decimal: null };
  if (!most(Math.max(point, comma))) return { as: 'names', doubt: 'none' };
  return { as: 'names', doubt: levels > FEW_LEVELS ? 'refused' : 'noted' };
}

/** The marks by which most cells are numbers: two where nothing tells 1,500 from 1.5. */
export function likelyMarks({ point, comma }: Look): readonly Mark[] {
  return point === comma ? ['.', ','] : point > comma ? ['.'] : [','];
}
