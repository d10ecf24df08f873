import type { FigureData, FigureName } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { gatherConfusion } from './confusion.ts';
import { gatherCurves } from './curves.ts';
import { gatherDurations } from './durations.ts';
import { gatherTimeline } from './timeline.ts';
import type { FigureWish, Gather } from './wish.ts';

export type { FigureWish } from './wish.ts';

/**
 * Reads what a figure shows. Throws InputError `unknown_metric`, `bad_where`, `unknown_config`, `unknown_parameter`,
 * `nothing_to_draw`.
 *
 *     draw(await gatherFigure(store, sweep, { figure: 'history' }), { width: 640, height: 360 })
 */
export async function gatherFigure(store: Reading, sweep: KnownSweep, wish: FigureWish): Promise<FigureData> {
  const gather = GATHER[wish.figure];
  if (!gather) throw new Error(`The figure ${wish.figure} is not made yet.`);
  return (gather as Gather<FigureName>)(store, sweep, wish);
}

/** One file a figure, in this folder. */
const GATHER: { readonly [Name in FigureName]?: Gather<Name> } = {
  timeline: gatherTimeline,
  durations: gatherDurations,
  curves: gatherCurves,
  confusion: gatherConfusion,
};

/** Whether it is made by this version. */
export const isGathered = (figure: FigureName): boolean => Object.hasOwn(GATHER, figure);
