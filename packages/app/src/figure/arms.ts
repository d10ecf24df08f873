import { drawnOf, rankingOf } from './drawn.ts';
import type { Gather } from './wish.ts';

/** Arms of programs may have any name, and there may be any number of them. */
const MOST_ARMS = 30;

export const gatherArms: Gather<'arms'> = async (store, sweep, wish) => {
  const { sample, edges, distributions } = await store.distributions(sweep, rankingOf(sweep, wish));
  const arms = distributions.filter(({ arm }) => arm !== null);
  const notes = arms.length > MOST_ARMS ? [`The best ${MOST_ARMS} of ${arms.length} arms are shown.`] : [];
  return {
    ...(await drawnOf(store, sweep, wish, sample, notes)),
    figure: 'arms',
    arms: arms
      .slice(0, MOST_ARMS)
      .map(({ arm, counts, collapsedShare, n, least, quartiles, most, mean }) => ({
        arm: arm!,
        spread: { least, quartiles, most, mean, n },
        histogram: { edges, counts },
        collapsedShare,
      })),
  };
};
