import { InputError } from '@latentsweep/core';
import { type Drawing, draw, type FigureName, frameOf } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { gatherFigure } from '../figure/gather.ts';

/** What a reader asks first comes first. The others need a question of their own, or a training. */
const REPORTED: readonly FigureName[] = [
  ...(['history', 'importance', 'slice', 'arms', 'test-vs-validation'] as const),
  ...(['curves', 'confusion', 'durations'] as const),
];

/** Pixels: as wide as a printed page. */
const WIDTH = 680;

/** A figure of a report, or why it is none. */
export type ReportedFigure = { readonly name: FigureName } & (
  | { readonly drawing: Drawing }
  | { readonly drawing: null; readonly why: string }
);

export async function reportedFigures(store: Reading, sweep: KnownSweep): Promise<ReportedFigure[]> {
  const figures: ReportedFigure[] = [];
  for (const name of REPORTED) figures.push({ name, ...(await drawingOf(store, sweep, name)) });
  return figures;
}

async function drawingOf(
  store: Reading,
  sweep: KnownSweep,
  figure: FigureName,
): Promise<{ drawing: Drawing } | { drawing: null; why: string }> {
  try {
    const data = await gatherFigure(store, sweep, { figure });
    return { drawing: draw(data, frameOf(data, WIDTH)) };
  } catch (error) {
    // Of a sweep without results there is nothing to draw.
    if (!(error instanceof InputError)) throw error;
    return { drawing: null, why: error.message };
  }
}
