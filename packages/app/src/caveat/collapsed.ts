import type { Caveat, Ranking } from './caveat.ts';

/** Every VAE ignores its input. */
export function collapsedCaveat({ standing }: Ranking): Caveat | null {
  const vaes = standing.arms.filter(({ collapsedShare }) => collapsedShare !== null);
  if (vaes.length === 0 || vaes.some(({ collapsedShare }) => collapsedShare! < 1)) return null;
  return {
    code: 'all_collapsed',
    message:
      'All VAEs have collapsed: the rows that they generate are one row, so that they add no more than a placebo',
    hint: 'Lower loss_weights.kl, to 0.01 or less; `reduction: sum` helps too where there are many features (docs/arms.md).',
  };
}
