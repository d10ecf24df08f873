import { InputError, type Values } from '@latentsweep/core';
import type { Reading } from '@latentsweep/store';

/** A trial as the store has it. */
export type RecordedTrial = Awaited<ReturnType<Reading['trial']>>;

/** What it takes to train a trial again. */
export interface TrialToRepeat {
  readonly id: number;
  readonly sweepId: number;
  readonly replicate: number;
  readonly config: Values;
  readonly seed: string;
}

/** Throws InputError `nothing_to_draw` for a trial that has no result to train again, saying why. */
export function trialToRepeat({ row }: RecordedTrial): TrialToRepeat {
  const id = Number(row['id']);
  const why = withoutPredictions(String(row['state']), row['error'] as string | null);
  if (why !== null) {
    throw new InputError(
      'nothing_to_draw',
      `Trial ${id} ${why}: there are no predictions to show.`,
      '`sweep trials SWEEP` lists the trials; `sweep trial ID` shows what is known of one.',
    );
  }
  return {
    id,
    sweepId: Number(row['sweep_id']),
    replicate: Number(row['replicate']),
    config: row['config'] as Values,
    seed: String(row['seed']),
  };
}

/** Why a trial has predicted nothing that could be shown, in words that follow its name; null where it has. */
export function withoutPredictions(state: string, error: string | null): string | null {
  switch (state) {
    case 'completed':
      return null;
    case 'diverged':
      return `diverged (${error})`;
    case 'failed':
    case 'quarantined':
      return `failed (${error})`;
    default:
      return `is ${state}`;
  }
}
