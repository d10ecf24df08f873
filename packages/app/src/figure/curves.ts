import { plural } from '@latentsweep/core';
import type { FigureData } from '@latentsweep/figures';
import type { ConfigCurves } from '@latentsweep/store';
import { configOf } from './config-of.ts';
import { CURVE_PANELS } from './curve-panels.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { Gather } from './wish.ts';

type CurvesData = Extract<FigureData, { figure: 'curves' }>;

/** Replicates that have a line of their own. */
const LINES = 50;

export const gatherCurves: Gather<'curves'> = async (store, sweep, wish) => {
  const config = await configOf(store, sweep, wish);
  const names = CURVE_PANELS.flatMap(({ series }) => series.map(({ name }) => name));
  const curves = await store.configCurves(sweep, config, { names, most: LINES });
  const panels = panelsOf(curves);
  if (panels.length === 0) {
    throw await nothingToDraw(store, sweep, `No trial of config ${config} has kept an epoch.`);
  }
  const sample = { shown: curves.replicates.length, of: curves.of, what: 'trials' } as const;
  return { figure: 'curves', ...drawnOfTrials(sweep, wish, sample, notesOf(curves)), config, panels };
};

/** Without what no replicate has: arms without a VAE lack its curves. */
function panelsOf({ replicates, means }: ConfigCurves): CurvesData['panels'] {
  return CURVE_PANELS.flatMap(({ title, unit, series }) => {
    const drawn = series
      .filter(({ name }) => means[name]?.mean.some((value) => value !== null))
      .map(({ label, name }) => ({
        label,
        replicates: replicates.map(({ trial, replicate, curves }) => ({
          trial,
          replicate,
          values: curves[name]!,
        })),
        ...means[name]!,
      }));
    return drawn.length === 0 ? [] : [{ title, unit, series: drawn }];
  });
}

function notesOf({ replicates, of, diverged }: ConfigCurves): string[] {
  return [
    ...(of === 1 ? ['One replicate: there is no interval.'] : []),
    ...(of > replicates.length
      ? [
          `The first ${replicates.length} of ${plural(of, 'replicate')} have a line; mean and interval are over all.`,
        ]
      : []),
    ...(diverged > 0
      ? [`${plural(diverged, 'replicate')} diverged: the mean has them as far as they came.`]
      : []),
  ];
}
