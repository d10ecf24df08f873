import type { Again } from '../again/again.ts';

/** What figures may ask for beside the store. */
export interface FigureServices {
  /** Trains trials again for figures of their predictions. */
  readonly again?: Again | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told now and then while a trial is trained again: which of how many, and its epochs. */
  readonly onTraining?: ((step: TrainingStep) => void) | undefined;
}

export interface TrainingStep {
  readonly trial: number;
  readonly place: number;
  readonly of: number;
  readonly epoch: number;
  readonly epochs: number;
}
