import { isPlacebo } from '../verdict/roles.ts';

/** Plain ways that a claim is held against, whatever else a sweep tries. */
const COMPARED_WITH: readonly string[] = ['none', 'oversample', 'prior_shift'];

/** Whether others are compared with configs of this arm, so that a race keeps them whatever they are worth. */
export const isComparator = (arm: string): boolean => COMPARED_WITH.includes(arm) || isPlacebo(arm);
