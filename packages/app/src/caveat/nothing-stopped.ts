import { bandsOf } from '@latentsweep/core';
import type { Caveat, Ranking } from './caveat.ts';

/** A sweep of a program that ended without a decision at any band: it is a wish that had no effect. */
export function nothingStoppedCaveat({ definition, bandsDecided }: Ranking): Caveat | null {
  const { early, metric } = definition;
  if (!early || bandsDecided !== 0) return null;
  const [first] = bandsOf(early);
  return {
    code: 'nothing_stopped',
    message: `\`early_terminate\` had no effect: no trial reported ${metric.name} at step ${first} or behind it`,
    hint: 'Have the program report it while it runs, with a `step`; or lower `min_iter`: docs/programs.md, Stopped at a step.',
  };
}
