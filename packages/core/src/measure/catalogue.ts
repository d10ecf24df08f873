/**
 * Everything that a result holds. Messages, hashes, rows, columns, views, pages and the leaderboard are all made from
 * this list; what stands in it is measured by the trial loop. Its order is that of the columns.
 */

import { COLLAPSE_MEASURES } from './collapse.ts';
import { CLASSIFIER_CURVES, type CurveMeasure, VAE_CURVES } from './curves.ts';
import { FIT_MEASURES } from './fit.ts';
import { GENERATED_MEASURES } from './generated.ts';
import type { Measure } from './measure.ts';
import { PREDICTION_MEASURES, type PredictionMeasure } from './predictions.ts';

const PREFIX = { train: '', none: '', validation: 'val_', test: 'test_' } as const;

/** `test_accuracy`, `val_accuracy`; measures of the training set have no prefix. */
export const nameOf = ({ base, split }: Pick<Measure, 'base' | 'split'>): string => PREFIX[split] + base;

const JUDGED = ['test', 'validation'] as const;
const scalars = PREDICTION_MEASURES.filter(({ shape }) => shape === 'scalar');
const lists = PREDICTION_MEASURES.filter(({ shape }) => shape !== 'scalar');

export const MEASURES: readonly Measure[] = [
  ...[scalars, lists].flatMap((some) => JUDGED.flatMap((split) => some.map((m) => predicted(m, split)))),
  ...COLLAPSE_MEASURES.map(({ value: _, ...collapse }) => ({
    ...collapse,
    ...({ name: collapse.base, split: 'none', shape: 'scalar', from: 'vae' } as const),
  })),
  ...FIT_MEASURES.map(({ value: _, ...fit }) => ({
    ...fit,
    ...({ name: fit.base, split: 'none', shape: 'scalar', from: 'classifier' } as const),
  })),
  ...GENERATED_MEASURES.map(({ value: _, ...generated }) => ({
    ...generated,
    ...({ name: generated.base, split: 'none', shape: 'scalar', from: 'generated' } as const),
  })),
  ...CLASSIFIER_CURVES.map((one) => curve(one, 'classifier')),
  ...VAE_CURVES.map((one) => curve(one, 'vae')),
];

function predicted({ value: _, ...measure }: PredictionMeasure, split: 'test' | 'validation'): Measure {
  return { ...measure, name: nameOf({ ...measure, split }), split, type: 'number', from: 'classifier' };
}

function curve<Losses>({ value: _, ...measure }: CurveMeasure<Losses>, from: Measure['from']): Measure {
  return { ...measure, name: nameOf(measure), shape: 'per epoch', type: 'number', from };
}

export const measureNamed: ReadonlyMap<string, Measure> = new Map(MEASURES.map((m) => [m.name, m]));

export const CURVES: readonly string[] = MEASURES.filter(({ shape }) => shape === 'per epoch').map(nameOf);

/** What a sweep can be ranked by: figures of both splits of rows that no training saw. */
export const METRICS: readonly string[] = MEASURES.filter(
  ({ shape, split }) => shape === 'scalar' && JUDGED.some((judged) => judged === split),
).map(nameOf);

/** The same measure of both splits, whichever of them is named. */
export function bothSplits(name: string): { readonly test: string; readonly validation: string } {
  const base = measureNamed.get(name)?.base ?? name;
  return { test: nameOf({ base, split: 'test' }), validation: nameOf({ base, split: 'validation' }) };
}
