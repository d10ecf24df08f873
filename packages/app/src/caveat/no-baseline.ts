import { draws } from '@latentsweep/coordinator';
import { armNamed, BASELINE_ARM } from '@latentsweep/core';
import type { Caveat, Ranking } from './caveat.ts';

/** A VAE without plain oversampling beside it: rebalancing alone may be the gain. */
export function noBaselineCaveat({ standing, definition }: Ranking): Caveat | null {
  const arms = standing.arms.map(({ arm }) => arm);
  const vaes = arms.filter((arm) => controlsOf(arm).length > 0);
  if (vaes.length === 0 || standing.hasBaseline) return null;
  const over = arms.includes('none') ? ' over none' : '';
  const wanted = new Set(vaes.flatMap(controlsOf));
  const missing = [...wanted].filter((arm) => !arms.includes(arm));
  // A version that knew no baselines made it: under its name it goes on without them.
  const way = definition.baselines === false ? 'without `baselines: false`' : 'under another `name`';
  return {
    code: 'no_baseline',
    message: `No ${BASELINE_ARM} stands beside ${vaes.join(' and ')}: what ${vaes.length === 1 ? 'it gains' : 'they gain'}${over} may be the rebalancing alone`,
    hint: draws(definition.method)
      ? `Run its file again, ${way}, with room for them in \`run_cap\`: only they are trained.`
      : `Add ${list(missing)} to the values of \`arm\` (docs/arms.md) and run the file again: only they are trained.`,
  };
}

/** The plain arms that an arm with a VAE is to be better than; none for others. */
function controlsOf(name: string): readonly string[] {
  const arm = armNamed.get(name);
  return arm?.kind === 'generating' ? arm.controls : [];
}

function list(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
