import type { Measure } from './measure.ts';

/** Whether what was trained came to its end. */
export interface FitMeasure extends Pick<Measure, 'base' | 'type' | 'better' | 'unit' | 'description'> {
  readonly value: (fit: { readonly undertrained: boolean }) => number;
}

export const FIT_MEASURES: readonly FitMeasure[] = [
  {
    ...{ base: 'undertrained', type: 'boolean', better: 'lower', unit: null },
    description:
      'Training ended too early: the lowest validation loss of the classifier or the VAE lies in the last `patience` epochs, or a fit ended above its gradient norm.',
    value: ({ undertrained }) => Number(undertrained),
  },
];
