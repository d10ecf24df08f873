import { grouped, plural } from '@latentsweep/core';
import { constraintsText } from '../text/constraints.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** Rows that stand last are not worse by the metric that the table is by. */
export function constrainedCaveat({ definition, word, standing: { breaking } }: Ranking): Caveat | null {
  if (breaking === null || breaking.configs === 0) return null;
  const { configs, of } = breaking;
  const all = configs === of;
  const they = configs === 1 ? 'it stands behind all others, whatever its mean' : THEY_STAND;
  return {
    code: 'constrained',
    message: `${grouped(configs)} of ${plural(of, 'config')} ${configs === 1 ? 'breaks' : 'break'} a constraint (${constraintsText(definition)}${definition.dataset?.kind === 'program' ? '' : ', on validation rows'}): ${all ? 'none is left to be the best' : they}`,
    ...(all
      ? { hint: 'Widen the bounds, or try other values.' }
      : { hint: 'Rank the others alone:', command: `top ${word} --where "violation = 0"` }),
  };
}

const THEY_STAND = 'they stand behind all others, whatever their means';
