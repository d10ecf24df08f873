/** What ROC and precision-recall have in common: a curve a class and replicate, with its area. */

import { meanInterval, type PredictedRows, plural, type RankCurves, rankCurves } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { classesDrawn, classNames } from './class-names.ts';
import { MOST_REPLICATES, type Predicted, predictedOf } from './predicted.ts';
import type { FigureServices } from './services.ts';
import { thinned } from './thin.ts';
import type { FigureWish } from './wish.ts';

/** Places of a curve. */
const MOST_PLACES = 300;
/** Classes that have one. */
const MOST_CLASSES = 8;

interface Replicate {
  readonly trial: number;
  readonly area: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface RankedClass {
  readonly of: string;
  readonly share: number;
  readonly replicates: readonly Replicate[];
  readonly area: number;
  readonly half: number | null;
}

/** Curves of the figure's config, of one kind. Throws as `predictedOf` does. */
export async function gatherRanked(
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  services: FigureServices,
  kind: 'roc' | 'precisionRecall',
) {
  const { split = 'test' } = wish;
  const predicted = await predictedOf(store, sweep, wish, services, MOST_REPLICATES, (shown) => ({
    trial: shown.trial,
    classes: classNames(sweep, shown.classes),
    curves: curvesOf(shown[split], shown.classes.length, kind),
  }));
  const { curves, notes } = rankedClasses(predicted.made);
  const { config, drawn } = predicted satisfies Predicted<unknown>;
  return { ...drawn, notes: [...drawn.notes, ...notes], config, split, curves };
}

/** A class's curve in one replicate; null where the split lacks it. */
type ClassCurve = (Omit<Replicate, 'trial'> & { readonly share: number }) | null;

export function curvesOf(
  { probabilities, labels }: PredictedRows,
  classes: number,
  kind: 'roc' | 'precisionRecall',
): ClassCurve[] {
  const placed = ({ share, [kind]: { x, y, area } }: RankCurves) => ({
    share,
    area,
    ...thinned({ x, y }, MOST_PLACES),
  });
  return classesDrawn(classes).map((k) => {
    const curves = rankCurves(probabilities, labels, classes, k);
    return curves && placed(curves);
  });
}

/** By class. The classes with the least areas where there are many: they are what there is to look at. */
export function rankedClasses(
  replicates: readonly {
    readonly trial: number;
    readonly classes: readonly string[];
    readonly curves: readonly ClassCurve[];
  }[],
): { readonly curves: readonly RankedClass[]; readonly notes: readonly string[] } {
  const { classes } = replicates[0]!;
  const drawn = classesDrawn(classes.length);
  const all = drawn.flatMap((k, place): RankedClass[] => {
    const own = replicates.flatMap(({ trial, curves }) => {
      const curve = curves[place];
      return curve ? [{ trial, ...curve }] : [];
    });
    if (own.length === 0) return [];
    const { mean: area, half } = meanInterval(own.map((one) => one.area));
    const { mean: share } = meanInterval(own.map((one) => one.share));
    return [{ of: classes[k]!, share, replicates: own.map(({ share: _, ...one }) => one), area, half }];
  });
  const least = all.toSorted((a, b) => a.area - b.area).slice(0, MOST_CLASSES);
  const curves = all.filter((one) => least.includes(one));
  const missing = drawn.length - all.length;
  return {
    curves,
    notes: [
      ...(curves.length < all.length
        ? [`${curves.length} of ${plural(all.length, 'class', 'classes')}: those with the least area.`]
        : []),
      ...(missing > 0
        ? [
            `${plural(missing, 'class', 'classes')} without rows there, or alone, ${missing === 1 ? 'has' : 'have'} no curve.`,
          ]
        : []),
    ],
  };
}
