import { drawnOf, rankingOf } from './drawn.ts';
import type { Gather } from './wish.ts';

const MOST_ARMS = 30;

export const gatherEdf: Gather<'edf'> = async (store, sweep, wish) => {
  const { sample, distributions } = await store.distributions(sweep, rankingOf(sweep, wish));
  // The only arm is the same as all.
  const shown = distributions.length > 2 ? distributions.slice(0, MOST_ARMS + 1) : distributions.slice(0, 1);
  return {
    ...(await drawnOf(store, sweep, wish, sample)),
    figure: 'edf',
    lines: shown.map(({ arm, n, values, below }) => ({
      ...{ label: arm ?? 'all', n, values },
      shares: below.map((count) => count / n),
    })),
  };
};
