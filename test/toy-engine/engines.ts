import { ENGINES as USUAL } from '@latentsweep/worker/engines';
import { TOY } from './toy.ts';

/** A registry with a line more. */
export const ENGINES = [...USUAL, TOY];
