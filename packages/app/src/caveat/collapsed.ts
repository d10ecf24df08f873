import type { SweepDefinition } from '@latentsweep/coordinator';
import { type ParameterValue, parameterNamed, TABLE_VAE_DEFAULTS } from '@latentsweep/core';
import { list } from '../verdict/text.ts';
import type { Caveat, Ranking } from './caveat.ts';

/** Every VAE that is ranked ignores its input; those of what was dropped on the way may not. */
export function collapsedCaveat({ standing, definition }: Ranking): Caveat | null {
  const vaes = standing.arms.filter(({ collapsedShare }) => collapsedShare !== null);
  if (vaes.length === 0 || vaes.some(({ collapsedShare }) => collapsedShare! < 1)) return null;
  const lacking = Object.entries(TABLE_VAE_DEFAULTS)
    .filter(([name, value]) => !vaes.every(({ arm }) => has(definition, arm, name, value)))
    .map(([name, value]) => `\`${name}: ${value}\``);
  const or = lacking.length > 0 ? `set ${list(lacking)}` : 'raise `free_bits`';
  return {
    code: 'all_collapsed',
    message:
      'All VAEs that are ranked have collapsed: the rows that they generate are one row, so that they add no more than a placebo',
    hint: `Lower loss_weights.kl, to 0.01 or less (docs/arms.md), or ${or} (docs/tables.md).`,
  };
}

/** Whether some trial of an arm had that value, or of a number another above 0. */
function has({ parameters }: SweepDefinition, arm: string, name: string, wanted: ParameterValue): boolean {
  const distribution = parameters.find((parameter) => parameter.name === name)?.distribution;
  if (!distribution) {
    const { presets = [] } = parameterNamed.get(name)!;
    return presets.some(({ value, when }) => value === wanted && when.in.includes(arm));
  }
  if (distribution.kind !== 'constant' && distribution.kind !== 'categorical') return true;
  const values = distribution.kind === 'constant' ? [distribution.value] : distribution.values;
  return values.some((value) => value === wanted || (typeof value === 'number' && value > 0));
}
