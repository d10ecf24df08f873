import {
  coordinate,
  type ResolvedDataset,
  type RunOutcome,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import type { Store, Sweep } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createMonitor } from '../live/monitor.ts';
import { varyingParameters } from '../view/definition.ts';
import { factLines } from '../view/facts.ts';
import { writeLeaderboard } from '../view/write-leaderboard.ts';
import { exitCodeOfRun, nextSteps, outcomeLines } from './finish.ts';
import type { Team } from './team.ts';

export interface Training {
  readonly store: Store;
  readonly sweep: Sweep;
  readonly definition: SweepDefinition;
  readonly dataset: ResolvedDataset;
  readonly team: Team;
}

/** A coordinator that begins says so at once; one that was killed holds its sweep for some seconds yet. */
const SILENCE_MS = 1500;

/** Trains what is missing of a sweep, shows how it goes, and ends with its results where it came to its end. */
export async function train(context: Context, training: Training, rows: number): Promise<void> {
  const { store, sweep } = training;
  if (sweep.state === 'completed') return printResults(context, store, sweep, rows);
  const outcome = await coordinateOnScreen(context, training);
  for (const line of outcomeLines(sweep, outcome, context.program)) context.say(line);
  if (outcome.state === 'completed') return printResults(context, store, sweep, rows);
  context.exitCode = exitCodeOfRun(outcome);
}

/** The leaderboard of a sweep that is done, and what to type next. */
export async function printResults(
  context: Context,
  store: Store,
  sweep: Sweep,
  rows: number,
): Promise<void> {
  const { terminal } = context;
  const { err } = terminal;
  context.exitCode = exitCodeOfRun({ state: 'completed', counts: await store.counts(sweep.id) });
  context.say('');
  await writeLeaderboard(terminal, store, sweep, { limit: rows });
  const next = factLines(nextSteps(sweep.slug, context.program), err.width, err.style);
  context.say(['', err.style.bold('next'), ...next.map((line) => `  ${line}`)].join('\n'));
}

async function coordinateOnScreen(context: Context, training: Training): Promise<RunOutcome> {
  const { store, definition, dataset, team } = training;
  // Paused or failed before: it is to run now.
  await store.setSweepState(training.sweep.id, 'running');
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
      slots: team.slots,
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
