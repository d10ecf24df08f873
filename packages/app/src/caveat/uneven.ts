import { BASELINE_ARM, canonicalConfig, type Values } from '@latentsweep/core';
import type { Caveat, Ranking } from './caveat.ts';

/** Arms whose default of `classifier_epochs` is not the baseline's, compared all the same. */
export function unevenCaveat({ standing, definition }: Ranking): Caveat | null {
  if (!standing.arms.some(({ baselineEffort }) => baselineEffort !== null && isUneven(baselineEffort)))
    return null;
  const passes = (arm: string) => (canonicalConfig({ arm }) as Values)['classifier_epochs'] as number;
  const own = passes(BASELINE_ARM);
  const named = definition.parameters.some(({ name }) => name === 'classifier_epochs');
  const other = named ? undefined : standing.arms.map(({ arm }) => arm).find((arm) => passes(arm) !== own);
  const why =
    other === undefined
      ? 'the sweep has no other'
      : `${other} makes ${passes(other)} of them an epoch by default, ${BASELINE_ARM} ${own}`;
  return {
    code: 'uneven_effort',
    message: `Differences marked ~ are to an ${BASELINE_ARM} with another number of the classifier's passes: ${why}`,
    hint: `Write \`classifier_epochs: { value: ${other === undefined ? own : passes(other)} }\` to compare like with like.`,
  };
}

/** Whether a baseline trained the classifier for longer, or for less; `effort` is its passes for each of the config's. */
export function isUneven(effort: number): boolean {
  return Math.abs(effort - 1) > 1e-9;
}
