/** What becomes of what is told of a trial. Pure. */

import { InputError } from '@latentsweep/core';
import type { GivenTrial } from '@latentsweep/store';
import { type GivenName, trialName } from './trial-name.ts';

/**
 * Whether whoever tells of an attempt may end its trial (`open`), or only say again what it ended with (`ended`). A lease that ran out
 * takes nothing from them until somebody else was given the trial. Throws InputError `unknown_trial`, `trial_given_again`,
 * `trial_over`.
 */
export function standOf(trial: GivenTrial | null, name: GivenName): 'open' | 'ended' {
  if (trial === null || name.attempt > trial.attempt) throw neverGiven(name);
  switch (trial.state) {
    case 'running':
    case 'queued':
      if (name.attempt === trial.attempt) return 'open';
      throw givenAgain(trial, name);
    case 'completed':
    case 'diverged':
    case 'failed':
      return 'ended';
    case 'waiting':
    case 'pruned':
    case 'quarantined':
    case 'cancelled':
      throw isOver(trial, name);
  }
}

/** Why whoever computes a trial may stop; null: its result is waited for. */
export function whyStop(trial: GivenTrial, { attempt }: GivenName): string | null {
  if (attempt < trial.attempt) return 'its lease ended, and it was given to another';
  if (trial.state !== 'running' && trial.state !== 'queued') return `it is ${trial.state}`;
  return trial.sweepState === 'running' ? null : `the sweep is ${trial.sweepState}`;
}

export function neverGiven(name: GivenName): InputError {
  return new InputError(
    'unknown_trial',
    `No trial was given out as ${trialName(name)}.`,
    'Name it as `sweep ask` did; `sweep trials SWEEP --state running` lists what is out.',
  );
}

function givenAgain(trial: GivenTrial, name: GivenName): InputError {
  const now = trialName({ ...name, attempt: trial.attempt });
  return new InputError(
    'trial_given_again',
    `The lease of ${trialName(name)} ended, and the trial was given to another as ${now}: the result of that one counts.`,
    'Ask with a longer lease, such as --lease 6h, or report steps: each renews it.',
  );
}

function isOver(trial: GivenTrial, name: GivenName): InputError {
  const why = trial.error === null ? '' : `: ${trial.error}`;
  return new InputError(
    'trial_over',
    `Trial ${trialName(name)} is ${trial.state}${why}. What was told is not kept.`,
    'See `sweep trial ID`, and ask for another one.',
  );
}
