import { InputError } from '@latentsweep/core';
import { axisOf, cutOf, noteOfMore, placeOn, valuesOfBins } from './axis.ts';
import { drawnOf, rankingOf } from './drawn.ts';
import { wishedParameters } from './parameters.ts';
import { rankedParameters, varies } from './ranked-parameters.ts';
import type { Gather } from './wish.ts';

const SLICES = 4;
/** Marks of all slices together. */
const MARKS = 2000;
const BEST = 20;
const BINS = 20;

export const gatherSlice: Gather<'slice'> = async (store, sweep, wish) => {
  const wished = wishedParameters(sweep, wish.parameters);
  const ranking = rankingOf(sweep, wish);
  const binned = await store.parameterBins(sweep, { ...ranking, ...(wished && { parameters: wished }) });
  await drawnOf(store, sweep, wish, binned.sample);
  const shown = wished ? binned.parameters : rankedParameters(binned).filter(varies).slice(0, SLICES);
  const axes = shown.filter(({ bins }) => bins.length > 0).map((one) => axisOf(sweep, valuesOfBins(one)));
  if (axes.length === 0) throw noParameter(wished);
  const cuts = axes.map((axis) => cutOf(axis, BINS));
  const [{ sample, marks }, grids] = await Promise.all([
    store.configMarks(sweep, {
      ...ranking,
      parameters: axes.map(({ parameter }) => parameter),
      ...{ limit: Math.floor(MARKS / axes.length), best: BEST },
    }),
    store.cells(sweep, { ...ranking, grids: cuts.map((cut) => [cut] as const) }),
  ]);
  const notes = axes.flatMap(noteOfMore);
  if (sample.shown < sample.of)
    notes.unshift(`The best ${BEST} are among the marks, the others are a fair sample.`);
  return {
    ...(await drawnOf(store, sweep, wish, sample, notes)),
    figure: 'slice',
    slices: axes.map((axis, i) => ({
      axis,
      marks: marks.flatMap(({ fair: _, values, ...mark }) => {
        const value = placeOn(axis, values[i]!);
        return value === null ? [] : [{ ...mark, value }];
      }),
      trend: grids[i]!.map(({ x, mean, configs }) => ({ value: cuts[i]!.middles[x]!, mean, configs })),
    })),
  };
};

function noParameter(wished: readonly string[] | null): InputError {
  return wished
    ? new InputError(
        'nothing_to_draw',
        `No config that is asked for has ${wished.join(' or ')}.`,
        'Name a parameter that its arm uses.',
      )
    : new InputError(
        'nothing_to_draw',
        'No parameter varies among the configs that are asked for.',
        'Widen the condition, or draw another figure.',
      );
}
