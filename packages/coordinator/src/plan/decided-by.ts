import { bothSplits } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';

/**
 * The measure by which a sweep decides on what it ranks by `name`: the same on validation rows. What rows a program of the user's
 * own measures on, it alone knows: there it is the metric itself.
 */
export const decidedBy = ({ dataset }: Pick<SweepDefinition, 'dataset'>, name: string): string =>
  dataset.kind === 'program' ? name : bothSplits(name).validation;
