import { InputError, LatentsweepError } from '@latentsweep/core';
import { type Drawing, draw, type FigureName, frameOf } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { gatherFigure } from '../figure/gather.ts';
import { figuresFor } from '../figure/of-program.ts';
import type { FigureServices } from '../figure/services.ts';

/** What a reader asks first comes first. The others need a question of their own, or a training. */
const REPORTED: readonly FigureName[] = [
  ...(['history', 'importance', 'slice', 'arms', 'test-vs-validation'] as const),
  ...(['curves', 'confusion', 'durations'] as const),
];

/** Pixels: as wide as a printed page, and with what stands around it no higher. */
const WIDTH = 680;
const MOST_HEIGHT = 940;

/** A figure of a report, or why it is none. */
export type ReportedFigure = { readonly name: FigureName } & (
  | { readonly drawing: Drawing }
  | { readonly drawing: null; readonly why: string }
);

/** Of images: what a sweep is of is seen before any number. */
const OF_IMAGES: readonly FigureName[] = ['images', 'latent'];

/**
 * Of images a trial is trained again for each of theirs, by the service that does it. Who has no VAE need not be told that
 * there is no latent space.
 */
export async function reportedFigures(
  store: Reading,
  sweep: KnownSweep,
  services: FigureServices,
): Promise<ReportedFigure[]> {
  const ofImages = sweep.datasetSpec?.kind === 'images';
  const drawable = figuresFor(sweep);
  const names = (ofImages ? [...OF_IMAGES, ...REPORTED] : REPORTED).filter((name) => drawable.includes(name));
  const figures: ReportedFigure[] = [];
  for (const name of names) {
    const made = await drawingOf(store, sweep, name, services);
    if (name !== 'latent' || made.drawing) figures.push({ name, ...made });
  }
  return figures;
}

async function drawingOf(
  store: Reading,
  sweep: KnownSweep,
  figure: FigureName,
  services: FigureServices,
): Promise<{ drawing: Drawing } | { drawing: null; why: string }> {
  try {
    const data = await gatherFigure(store, sweep, { figure }, services);
    const { width, height } = frameOf(data, WIDTH);
    return { drawing: draw(data, { width, height: Math.min(height, MOST_HEIGHT) }) };
  } catch (error) {
    // Of a sweep without results there is nothing to draw, and of data that are gone nothing to train again.
    if (!(error instanceof InputError || isFailedTraining(error))) throw error;
    return { drawing: null, why: error.message };
  }
}

const isFailedTraining = (error: unknown): error is LatentsweepError =>
  error instanceof LatentsweepError && error.code === 'again_failed';
