import { coordinate, type RunOutcome, type SweepDefinition, type TrialData } from '@latentsweep/coordinator';
import type { KnownSweep, Store } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createMonitor } from '../live/monitor.ts';
import { varyingParameters } from '../view/definition.ts';
import { otherEngine } from './engine-changed.ts';
import { printOutcome } from './results.ts';
import { startTeam, type Team, type TeamOptions } from './team.ts';

export interface Training {
  readonly store: Store;
  readonly sweep: KnownSweep;
  readonly definition: SweepDefinition;
  readonly dataset: TrialData;
}

/** A coordinator that begins says so at once; one that was killed holds its sweep for some seconds yet. */
const SILENCE_MS = 1500;

/**
 * Trains what is missing of a sweep in this process, shows how it goes, and ends with its results where it came to its
 * end. Throws InputError `engine_changed`.
 */
export async function trainHere(
  context: Context,
  training: Training,
  options: TeamOptions,
  rows: number,
): Promise<void> {
  const { store, sweep } = training;
  const team = await startTeam(options);
  try {
    if (team.worker.engine !== sweep.engine) throw otherEngine(sweep, team.worker.engine);
    const outcome = await coordinateOnScreen(context, training, team);
    await printOutcome(context, store, sweep, outcome, rows);
  } finally {
    await team.stop();
  }
}

async function coordinateOnScreen(context: Context, training: Training, team: Team): Promise<RunOutcome> {
  const { store, definition, dataset } = training;
  // Paused or failed before, it is to run now. One that was running may have been paused since, and stays so.
  if (training.sweep.state !== 'running') await store.setSweepState(training.sweep.id, 'running');
  const sweep = await store.sweep(training.sweep.id);
  const monitor = createMonitor(context.terminal, varyingParameters(definition));
  const interrupt = listenForInterrupt(() => monitor.stopping());
  const waiting = setTimeout(() => {
    monitor.note(`Waiting for another process to let go of ${sweep.slug} …`);
  }, SILENCE_MS);
  try {
    return await coordinate({
      ...{ store, sweep, definition, dataset },
      bus: team.bus,
      slots: () => team.worker.capacity(),
      fuses: () => team.worker.capacity() > team.slots,
      signal: interrupt.signal,
      onStatus: (status) => {
        clearTimeout(waiting);
        monitor.status(status);
      },
    });
  } finally {
    clearTimeout(waiting);
    monitor.end();
    interrupt.end();
  }
}
