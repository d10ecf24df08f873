import { drawnOf, rankingOf } from './drawn.ts';
import type { Gather } from './wish.ts';

export const gatherHistory: Gather<'history'> = async (store, sweep, wish) => {
  const { sample, marks, best, places } = await store.progress(sweep, rankingOf(sweep, wish));
  const drawn = await drawnOf(store, sweep, wish, sample);
  return { ...drawn, figure: 'history', points: marks, best, places };
};
