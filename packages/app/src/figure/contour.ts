import { InputError } from '@latentsweep/core';
import type { Axis } from '@latentsweep/figures';
import { axisOf, cutOf, noteOfMore, valuesOfBins } from './axis.ts';
import { drawnOf, rankingOf } from './drawn.ts';
import { wishedParameters } from './parameters.ts';
import { rankedParameters, varies } from './ranked-parameters.ts';
import type { Gather } from './wish.ts';

const BINS = 20;

/** Of the two that are asked for; of one, with the most important other one; else of the two most important. */
export const gatherContour: Gather<'contour'> = async (store, sweep, wish) => {
  const wished = wishedParameters(sweep, wish.parameters) ?? [];
  if (wished.length > 2) {
    throw new InputError(
      'too_many_parameters',
      `A contour is over two parameters, not ${wished.length}: ${wished.join(', ')}.`,
      'Name two of them.',
    );
  }
  const ranking = rankingOf(sweep, wish);
  const parameters = wished.length === 2 ? { parameters: wished } : {};
  const binned = await store.parameterBins(sweep, { ...ranking, ...parameters });
  await drawnOf(store, sweep, wish, binned.sample);
  const ranked = rankedParameters(binned);
  const named = wished.map((name) => ranked.find((one) => one.name === name)!);
  const others = ranked.filter((one) => !wished.includes(one.name) && varies(one));
  const both = [...named, ...others].slice(0, 2).filter(({ bins }) => bins.length > 0);
  if (both.length < 2) {
    throw new InputError(
      'nothing_to_draw',
      'A contour needs two parameters that the configs have.',
      'Name others, widen the condition, or draw a slice.',
    );
  }
  const [x, y] = both.map((one) => axisOf(sweep, valuesOfBins(one))) as [Axis, Axis];
  const cuts = [cutOf(x, BINS), cutOf(y, BINS)] as const;
  const [cells] = await store.cells(sweep, { ...ranking, grids: [cuts] });
  if (!cells || cells.length === 0) {
    throw new InputError(
      'nothing_to_draw',
      `No config has both ${x.parameter} and ${y.parameter}.`,
      'Name two parameters that one arm uses.',
    );
  }
  const notes = [...noteOfMore(x), ...noteOfMore(y)];
  return {
    ...(await drawnOf(store, sweep, wish, binned.sample, notes)),
    ...{ figure: 'contour', x, y, xEdges: edgesOf(cuts[0]), yEdges: edgesOf(cuts[1]), cells },
  };
};

/** Of choices: their places and one more. */
const edgesOf = (cut: ReturnType<typeof cutOf>) =>
  'edges' in cut ? cut.edges : Array.from({ length: cut.choices.length + 1 }, (_, i) => i);
