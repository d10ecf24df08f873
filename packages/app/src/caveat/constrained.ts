import { constraintsText } from '../text/constraints.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** Rows that stand last are not worse by the metric that the table is by. */
export function constrainedCaveat({ definition }: Ranking): Caveat | null {
  const text = constraintsText(definition);
  if (text === null) return null;
  return {
    code: 'constrained',
    message: `Configs that break a constraint (${text}, on validation rows) stand behind all others, whatever their means`,
    hint: '`sweep top --where "violation = 0"` leaves them out.',
  };
}
