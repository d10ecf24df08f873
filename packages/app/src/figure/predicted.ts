import { InputError, plural, type Values } from '@latentsweep/core';
import type { Drawn, FigureName } from '@latentsweep/figures';
import type { ConfigRecord, KnownSweep, Reading } from '@latentsweep/store';
import { withoutPredictions } from '../again/recorded.ts';
import type { ShownTrial } from '../again/train-again.ts';
import { configOf } from './config-of.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { FigureServices } from './services.ts';
import type { FigureWish } from './wish.ts';

/** Replicates of a config that are trained again for one figure. */
export const MOST_REPLICATES = 10;
/** Of its trials, those among which completed ones are looked for. */
const MOST_TRIALS = 100;

export interface Predicted<Made> {
  readonly config: string;
  /** Its values. */
  readonly values: Values;
  readonly drawn: Drawn;
  /** Of each replicate what was made of it. */
  readonly made: readonly Made[];
}

/**
 * Of the config that is wished for its first completed replicates, at most so many, one after the other: `make` is given
 * each and what it returns is kept, so that memory holds the rows of one. Throws InputError `no_training` without the
 * service that trains again, `nothing_to_draw` where no replicate has completed, and what `configOf` and that service throw.
 */
export async function predictedOf<Made>(
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  { again, signal, onTraining }: FigureServices,
  most: number,
  make: (trial: ShownTrial) => Made,
): Promise<Predicted<Made>> {
  if (!again) throw noTraining(wish.figure, sweep);
  const config = await configOf(store, sweep, wish);
  const record = await store.config(sweep, config, MOST_TRIALS);
  const completed = record.trials.filter(({ state }) => state === 'completed');
  if (completed.length === 0) {
    throw await nothingToDraw(
      store,
      sweep,
      `No trial of config ${config} has completed${reasonsOf(record)}.`,
    );
  }
  const chosen = completed.slice(0, most);
  const made: Made[] = [];
  const notes: string[] = [];
  for (const [place, { id }] of chosen.entries()) {
    const onEpoch = (epoch: number, epochs: number) =>
      onTraining?.({ trial: id, place: place + 1, of: chosen.length, epoch, epochs });
    const shown = await again.of(id, { signal, onEpoch });
    if (shown.note !== null) notes.push(shown.note);
    made.push(make(shown));
  }
  const sample = { shown: chosen.length, of: record.trialCount, what: 'trials' } as const;
  return {
    config,
    values: record.config,
    made,
    drawn: drawnOfTrials(sweep, wish, sample, [
      ...choiceNotes(record, completed.length, most),
      ...notes.slice(0, 1),
    ]),
  };
}

function noTraining(figure: FigureName, { word }: KnownSweep): InputError {
  return new InputError(
    'no_training',
    `The figure ${figure} is made of predictions, and none are kept: trials are trained again for it, which is not done here.`,
    `\`sweep plot ${word} ${figure}\` does it, on a machine with the engine and the data of the sweep.`,
  );
}

/** Why the first trials have no predictions. */
function reasonsOf({ trials }: ConfigRecord): string {
  const reasons = trials
    .slice(0, 3)
    .map(({ id, state, error }) => `trial ${id} ${withoutPredictions(state, error)}`);
  return reasons.length === 0 ? '' : `: ${reasons.join(', ')}${trials.length > 3 ? ', and others' : ''}`;
}

function choiceNotes({ trials, trialCount }: ConfigRecord, completed: number, most: number): string[] {
  const ended = trials.filter(({ state }) => ['diverged', 'failed', 'quarantined'].includes(state)).length;
  return [
    ...(completed > most && most > 1 ? [`The first ${most} of ${plural(trialCount, 'replicate')}.`] : []),
    ...(ended > 0
      ? [`${plural(ended, 'replicate')} failed or diverged and ${ended === 1 ? 'is' : 'are'} left out.`]
      : []),
  ];
}
