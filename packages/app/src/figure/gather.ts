import type { FigureData, FigureName } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { gatherArms } from './arms.ts';
import { gatherCalibration } from './calibration.ts';
import { gatherConfusion } from './confusion.ts';
import { gatherContour } from './contour.ts';
import { gatherCurves } from './curves.ts';
import { gatherDurations } from './durations.ts';
import { gatherEdf } from './edf.ts';
import { gatherGenerated } from './generated.ts';
import { gatherHistory } from './history.ts';
import { gatherImages } from './images.ts';
import { gatherImportance } from './importance.ts';
import { gatherLatent } from './latent.ts';
import { refuseUndrawable } from './of-program.ts';
import { gatherParallel } from './parallel.ts';
import { gatherPrecisionRecall } from './precision-recall.ts';
import { gatherRoc } from './roc.ts';
import type { FigureServices } from './services.ts';
import { gatherSlice } from './slice.ts';
import { gatherTestVsValidation } from './test-vs-validation.ts';
import { gatherTimeline } from './timeline.ts';
import type { FigureWish, Gather } from './wish.ts';

export type { FigureWish } from './wish.ts';

/**
 * Reads what a figure shows. Throws InputError `unknown_metric`, `bad_where`, `unknown_config`, `unknown_parameter`,
 * `nothing_to_draw`, `built_in_only`. Figures of predictions need the service `again`, without which InputError `no_training` is thrown, and
 * throw what that does.
 *
 *     draw(await gatherFigure(store, sweep, { figure: 'history' }), { width: 640, height: 360 })
 */
export async function gatherFigure(
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  services: FigureServices = {},
): Promise<FigureData> {
  refuseUndrawable(sweep, wish.figure);
  const gather = GATHER[wish.figure] as Gather<FigureName>;
  return gather(store, sweep, wish, services);
}

/** One file a figure, in this folder. */
const GATHER: { readonly [Name in FigureName]: Gather<Name> } = {
  history: gatherHistory,
  importance: gatherImportance,
  parallel: gatherParallel,
  slice: gatherSlice,
  contour: gatherContour,
  arms: gatherArms,
  'test-vs-validation': gatherTestVsValidation,
  edf: gatherEdf,
  timeline: gatherTimeline,
  durations: gatherDurations,
  curves: gatherCurves,
  confusion: gatherConfusion,
  roc: gatherRoc,
  'precision-recall': gatherPrecisionRecall,
  calibration: gatherCalibration,
  generated: gatherGenerated,
  images: gatherImages,
  latent: gatherLatent,
};
