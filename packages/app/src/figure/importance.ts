import { GOOD_SHARE, plural } from '@latentsweep/core';
import { drawnOf, rankingOf } from './drawn.ts';
import { wishedParameters } from './parameters.ts';
import { rankedParameters } from './ranked-parameters.ts';
import type { Gather } from './wish.ts';

/** Fewer configs tell little. */
const ENOUGH = 50;

export const gatherImportance: Gather<'importance'> = async (store, sweep, wish) => {
  const wished = wishedParameters(sweep, wish.parameters);
  const binned = await store.parameterBins(sweep, {
    ...rankingOf(sweep, wish),
    ...(wished && { parameters: wished }),
  });
  const { shown } = binned.sample;
  const few =
    shown < ENOUGH
      ? [`${plural(shown, 'config')} ${shown === 1 ? 'is' : 'are'} little: another sweep may say otherwise.`]
      : [];
  const drawn = await drawnOf(store, sweep, wish, binned.sample, few);
  return {
    ...drawn,
    figure: 'importance',
    quantile: GOOD_SHARE,
    importances: rankedParameters(binned).map(({ name, column, importance }) => {
      return { parameter: name, column, importance };
    }),
  };
};
