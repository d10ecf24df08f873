import { axisOf, noteOfMore, placeOn, valuesOfConfigs } from './axis.ts';
import { drawnOf, rankingOf } from './drawn.ts';
import { columnsOf, wishedParameters } from './parameters.ts';
import type { Gather } from './wish.ts';

/** More lines hide one another. */
const LINES = 500;
const BEST = 50;

/** SQL types of parameters that are numbers. */
const NUMBERS = ['bigint', 'double precision'];

export const gatherParallel: Gather<'parallel'> = async (store, sweep, wish) => {
  const wished = wishedParameters(sweep, wish.parameters);
  const parameters = wished ?? sweep.parameters.map(({ name }) => name);
  const { sample, marks } = await store.configMarks(sweep, {
    ...rankingOf(sweep, wish),
    ...{ parameters, limit: LINES, best: BEST },
  });
  const numeric = new Set(
    sweep.parameters.filter(({ sqlType }) => NUMBERS.includes(sqlType)).map(({ name }) => name),
  );
  const columns = columnsOf(sweep.parameters);
  const found = parameters.map((name, i) =>
    valuesOfConfigs(
      { name, column: columns.get(name)!, numeric: numeric.has(name) },
      marks.map(({ values }) => values[i]!),
    ),
  );
  // One that is the same in all lines tells nothing, unless it was asked for.
  const shown = found.flatMap((values, i) => (wished || values.values > 1 ? [i] : []));
  const axes = shown.map((i) => axisOf(sweep, found[i]!));
  const notes = axes.flatMap(noteOfMore);
  if (sample.shown < sample.of)
    notes.unshift(`The best ${BEST} are among the lines, the others are a fair sample.`);
  return {
    ...(await drawnOf(store, sweep, wish, sample, notes)),
    figure: 'parallel',
    axes,
    lines: marks.map(({ fair: _, values, ...mark }) => ({
      ...mark,
      values: shown.map((i, axis) => placeOn(axes[axis]!, values[i]!)),
    })),
  };
};
