import type { Drawn } from '@latentsweep/figures';
import { checkMetric, isMaximized, type KnownSweep } from '@latentsweep/store';
import type { FigureWish } from './wish.ts';

/** What the data of a figure of trials says of itself. Throws InputError `unknown_metric`. */
export function drawnOfTrials(
  sweep: KnownSweep,
  { by = sweep.metric, where }: FigureWish,
  sample: Drawn['sample'],
  notes: readonly string[] = [],
): Drawn {
  checkMetric(sweep, by);
  return { sweep: sweep.slug, by, maximize: isMaximized(sweep, by), where: where ?? null, sample, notes };
}
