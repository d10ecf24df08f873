import { InputError } from '@latentsweep/core';
import { FIGURES, type FigureName } from '@latentsweep/figures';
import type { KnownSweep, Sweep } from '@latentsweep/store';

/** The others are of arms, splits and predictions, of which nothing is known where trials are runs of a program. */
const OF_PROGRAMS: readonly FigureName[] = [
  ...(['history', 'importance', 'parallel', 'slice', 'contour'] as const),
  ...(['edf', 'timeline', 'durations', 'curves'] as const),
];

/** Those that can be drawn of a sweep. */
export const figuresFor = ({ ownMeasures }: Pick<Sweep, 'ownMeasures'>): readonly FigureName[] =>
  ownMeasures ? OF_PROGRAMS : (Object.keys(FIGURES) as FigureName[]);

/** Throws InputError `built_in_only`. */
export function refuseUndrawable(sweep: KnownSweep, figure: FigureName): void {
  if (figuresFor(sweep).includes(figure)) return;
  throw new InputError(
    'built_in_only',
    `The figure ${figure} is of built-in trials, and those of ${sweep.word} are runs of a program of your own.`,
    `Those of a program: ${OF_PROGRAMS.join(', ')}.`,
  );
}
