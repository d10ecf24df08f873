import { coordinate, type RunOutcome, type SweepDefinition, type TrialData } from '@latentsweep/coordinator';
import type { KnownSweep, Store } from '@latentsweep/store';
import { otherEngine } from '../engine/engine-changed.ts';
import type { Onlooker } from '../onlooker.ts';
import { clearCheckpoints } from '../program/artifacts.ts';
import { countsOf, rungText } from '../text/rung.ts';
import type { Team } from './team.ts';

export interface Training {
  readonly store: Store;
  readonly sweep: KnownSweep;
  readonly definition: SweepDefinition;
  readonly dataset: TrialData;
}

/** A coordinator that begins says so at once; one that was killed holds its sweep for some seconds yet. */
const SILENCE_MS = 1500;

/** Trains what is missing of a sweep in this process. Throws InputError `engine_changed`. */
export async function train(training: Training, team: Team, onlooker: Onlooker): Promise<RunOutcome> {
  const { store, definition, dataset } = training;
  const { id, slug, engine, state } = training.sweep;
  if (team.worker.engine !== engine) throw otherEngine(training.sweep, team.worker.engine);
  // Paused or failed before, it is to run now. One that was running may have been paused since, and stays so.
  if (state !== 'running') await store.setSweepState(id, 'running');
  const sweep = await store.sweep(id);
  const waiting = setTimeout(() => {
    onlooker.note(`Waiting for another process to let go of ${slug} …`);
  }, SILENCE_MS);
  // Of what is stopped at a band. What fails is tried again at the next one, and at the end.
  const clear = () => clearCheckpoints(store, id).catch(() => {});
  try {
    const outcome = await coordinate({
      ...{ store, sweep, definition, dataset },
      bus: team.bus,
      slots: () => team.worker.capacity(),
      fuses: () => team.worker.capacity() > team.worker.stats().slots,
      signal: onlooker.signal,
      onConflict: (trialIds) =>
        onlooker.note(
          `A second result differs from the first, for ${trialIds.length === 1 ? 'trial' : 'trials'} ${trialIds.join(', ')}: see sweep doctor.`,
        ),
      onRung: (rung) => {
        void clear();
        onlooker.note(
          `${rung.epochs === null ? 'The race over replicates' : 'Early termination'}: ${rungText(rung, countsOf(definition))}.`,
        );
      },
      onStatus: (status) => {
        clearTimeout(waiting);
        onlooker.status(status);
      },
    });
    await clear();
    return outcome;
  } finally {
    clearTimeout(waiting);
  }
}
