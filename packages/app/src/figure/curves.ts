import { plural } from '@latentsweep/core';
import type { FigureData } from '@latentsweep/figures';
import type { ConfigCurves, KnownSweep, Reading } from '@latentsweep/store';
import { configOf } from './config-of.ts';
import { CURVE_PANELS } from './curve-panels.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { FigureWish, Gather } from './wish.ts';

type CurvesData = Extract<FigureData, { figure: 'curves' }>;

/** Replicates that have a line of their own. */
const LINES = 50;

export const gatherCurves: Gather<'curves'> = async (store, sweep, wish) => {
  const config = await configOf(store, sweep, wish);
  if (sweep.ownMeasures) return gatherReported(store, sweep, wish, config);
  const names = CURVE_PANELS.flatMap(({ series }) => series.map(({ name }) => name));
  const curves = await store.configCurves(sweep, config, { names, most: LINES });
  const panels = panelsOf(curves);
  if (panels.length === 0) {
    throw await nothingToDraw(store, sweep, `No trial of config ${config} has kept an epoch.`);
  }
  const sample = { shown: curves.replicates.length, of: curves.of, what: 'trials' } as const;
  return { figure: 'curves', ...drawnOfTrials(sweep, wish, sample, notesOf(curves)), config, panels };
};

/** A panel each: the sweep's metric, then others in the order in which they came. */
const MOST_PANELS = 12;
const STEP = 'step';

/** What a program reported. */
async function gatherReported(
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  config: string,
): Promise<CurvesData> {
  const own = (sweep.ownMeasures ?? []).slice(0, MOST_PANELS);
  const read = await store.configCurves(sweep, config, { names: [STEP, ...own], most: LINES });
  const { replicates, means } = read;
  const panels = own.flatMap((name): CurvesData['panels'] => {
    const of = means[name]!;
    if (!of.mean.some((value) => value !== null)) return [];
    const lines = replicates.map(({ trial, replicate, curves }) => ({
      trial,
      replicate,
      values: curves[name]!,
    }));
    return [{ title: name, unit: null, series: [{ label: 'reported', replicates: lines, ...of }] }];
  });
  if (panels.length === 0) {
    throw await nothingToDraw(store, sweep, `No trial of config ${config} has reported more than once.`);
  }
  const along = placesOf(replicates.map(({ curves }) => curves[STEP]!));
  const notes =
    along.name === 'step' ? [] : ['Its replicates reported at different steps: reports are counted.'];
  const sample = { shown: replicates.length, of: read.of, what: 'trials' } as const;
  return {
    figure: 'curves',
    ...drawnOfTrials(sweep, wish, sample, [...notesOf(read), ...notes]),
    ...{ config, along, panels },
  };
}

/** Where all reported at the same steps, as far as they came, these; else which report it was. */
function placesOf(steps: readonly (readonly (number | null)[])[]): NonNullable<CurvesData['along']> {
  const longest = steps.reduce<readonly (number | null)[]>((a, b) => (b.length > a.length ? b : a), []);
  const alike = steps.every((some) => some.every((step, i) => step === longest[i]));
  const places = longest.filter((step) => step !== null);
  const rising = places.length === longest.length && places.every((at, i) => i === 0 || at > places[i - 1]!);
  if (alike && rising) return { name: 'step', places };
  return { name: 'report', places: longest.map((_, i) => i + 1) };
}

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
