import type { Caveat, Ranking } from './caveat.ts';

/** The first row is the best by one of them alone. */
export function severalCaveat({ definition, by }: Ranking): Caveat | null {
  const { metrics } = definition;
  if (metrics === undefined || by !== metrics[0]!.name) return null;
  return {
    code: 'several_objectives',
    message: `Configs are ranked by ${by} alone, the first of the objectives ${metrics.map(({ name }) => name).join(', ')}`,
    hint: '`sweep top --pareto` lists those that no other beats in all.',
  };
}

/** Of a front: it is by all objectives, whichever orders its rows. */
export const ofFront = (caveats: readonly Caveat[]): Caveat[] =>
  caveats.filter(({ code }) => code !== 'several_objectives');
