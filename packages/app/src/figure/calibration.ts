import {
  calibrationError,
  meanInterval,
  type PredictedRows,
  plural,
  type Reliability,
  reliability,
} from '@latentsweep/core';
import { classesDrawn, classNames } from './class-names.ts';
import { MOST_REPLICATES, predictedOf } from './predicted.ts';
import type { DataOf, Gather } from './wish.ts';

type Curve = DataOf<'calibration'>['curves'][number];

/** Curves, that of the predicted class among them. */
const MOST_CURVES = 8;

/**
 * Of two classes the positive one. Of more first the class that is predicted, whichever it is, and then each against the
 * rest. The first curve's error is the one that is measured: `test_ece`, or `val_ece`, mean over the replicates.
 */
export const gatherCalibration: Gather<'calibration'> = async (store, sweep, wish, services = {}) => {
  const { split = 'test' } = wish;
  const { config, drawn, made } = await predictedOf(
    store,
    sweep,
    wish,
    services,
    MOST_REPLICATES,
    (shown) => ({
      names: classNames(sweep, shown.classes),
      bins: reliabilities(shown[split], shown.classes.length),
    }),
  );
  const { names } = made[0]!;
  const { curves, notes } = calibrationCurves(
    names,
    made.map(({ bins }) => bins),
  );
  return { figure: 'calibration', ...drawn, notes: [...drawn.notes, ...notes], config, split, curves };
};

/** Whose probabilities a curve is of. */
const curvesOf = (classes: number): (number | 'predicted')[] =>
  classes === 2 ? [1] : ['predicted', ...classesDrawn(classes)];

export function reliabilities({ probabilities, labels }: PredictedRows, classes: number): Reliability[] {
  return curvesOf(classes).map((of) => reliability(probabilities, labels, classes, of));
}

/** `replicates`: of each what `reliabilities` gives. */
export function calibrationCurves(
  names: readonly string[],
  replicates: readonly (readonly Reliability[])[],
): { readonly curves: Curve[]; readonly notes: string[] } {
  const [first, ...others] = curvesOf(names.length).map((of, place): Curve => {
    const own = replicates.map((bins) => bins[place]!);
    const { mean: error } = meanInterval(own.map(calibrationError).filter((value) => !Number.isNaN(value)));
    return { of: of === 'predicted' ? 'the predicted class' : names[of]!, bins: binsOf(own), error };
  });
  const worst = others.toSorted((a, b) => b.error - a.error).slice(0, MOST_CURVES - 1);
  const left = others.length - worst.length;
  return {
    curves: [first!, ...others.filter((curve) => worst.includes(curve))],
    notes:
      left > 0
        ? [`${worst.length} of ${plural(others.length, 'class', 'classes')}: those with the largest error.`]
        : [],
  };
}

/** Those that have rows, all replicates together. */
function binsOf(replicates: readonly Reliability[]): Curve['bins'] {
  const sum = (of: keyof Reliability, bin: number) =>
    replicates.reduce((total, bins) => total + bins[of][bin]!, 0);
  return Array.from(replicates[0]!.rows.keys()).flatMap((bin) => {
    const rows = sum('rows', bin);
    return rows === 0
      ? []
      : [{ predicted: sum('predicted', bin) / rows, observed: sum('observed', bin) / rows, rows }];
  });
}
