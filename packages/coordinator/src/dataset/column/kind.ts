import type { Profile } from './profile.ts';

/** What may be wrong with a column, as the codes of its faults. */
export const PROBLEMS = [
  'text_in_numbers',
  'infinite_value',
  'unscaled_numbers',
  'too_many_levels',
  'unsupported_type',
] as const;

export type Problem = (typeof PROBLEMS)[number];

/** What a column becomes. */
export type Kind = 'number' | 'text' | 'boolean' | 'empty';

/** Each level is a feature. */
export const MOST_LEVELS = 255;
/** Text with more levels than this that mostly occur once names rows, not kinds of rows. */
export const FEW_LEVELS = 20;

/**
 * A column where at least half of the cells are numbers was meant to hold numbers, so a word in it is a fault,
 * unless the column is `categorical`: named as one of codes by the sweep file, or declared so by its own, where it may name
 * rows nevertheless. `scaled`: numbers are scaled to [0, 1]. NaN in numbers
 * counts as missing.
 */
export function kindOf(profile: Profile, categorical: boolean | 'declared', scaled: boolean): Kind | Problem {
  const { family, present, finite, nan, infinite, boolean, distinct, least, most } = profile;
  if (family === 'other') return present === 0 ? 'empty' : 'unsupported_type';
  if (present === nan) return 'empty';
  if (boolean === present) return 'boolean';
  const numbers = finite + nan;
  if (categorical === false) {
    // A constant column becomes no feature.
    const fits = scaled || least === most || (least >= 0 && most <= 1);
    if (numbers === present) return fits ? 'number' : 'unscaled_numbers';
    if (numbers + infinite === present) return 'infinite_value';
    if (2 * (numbers + infinite) >= present) return 'text_in_numbers';
  }
  const namesRows = categorical !== true && distinct > FEW_LEVELS && 2 * distinct > present;
  if (distinct > MOST_LEVELS || namesRows) return 'too_many_levels';
  return numbers === present ? 'number' : 'text';
}
