import { percent } from '../text/number.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** Trials that would have gone on learning: ranks may only say which of them learns faster. */
export function undertrainedCaveat({ standing: { undertrainedShare } }: Ranking): Caveat | null {
  if (undertrainedShare === null || undertrainedShare === 0) return null;
  return {
    code: 'undertrained',
    message: `${percent(undertrainedShare)} of the trials ended before they were trained to their end: with more epochs they may rank otherwise`,
    hint: 'Raise `epochs`, which `patience` ends early where nothing is gained, or `learning_rate`; `--where "undertrained > 0"` shows them. Of a fit that did not converge, raise `l2`.',
  };
}
