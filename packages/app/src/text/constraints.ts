import type { SweepDefinition } from '@latentsweep/coordinator';

/** `collapsed_share at most 0.5`; null where a sweep has none. */
export function constraintsText({ constraints }: Pick<SweepDefinition, 'constraints'>): string | null {
  if (!constraints) return null;
  return constraints
    .map(({ metric, min, max }) => {
      const bounds = [
        ...(min === undefined ? [] : [`at least ${min}`]),
        ...(max === undefined ? [] : [`at most ${max}`]),
      ];
      return `${metric} ${bounds.join(' and ')}`;
    })
    .join(', ');
}
