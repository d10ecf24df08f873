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

/** Trains what is missing of a sweep, shows how it goes, and prints the leaderboard with what to type next. */
export async function train(context: Context, training: Training, rows: number): Promise<void> {
  const { terminal } = context;
  const { store, sweep } = training;
  const outcome = await coordinateOnScreen(context, training);
  context.exitCode = exitCodeOfRun(outcome);
  for (const line of outcomeLines(sweep, outcome)) context.say(line);
  if (outcome.state !== 'completed') return;
  terminal.out.write('\n');
  await writeLeaderboard(terminal, store, sweep, { limit: rows });
  const { err } = terminal;
  const next = factLines(nextSteps(sweep.slug), err.width, err.style);
  context.say(['', err.style.bold('next'), ...next.map((line) => `  ${line}`)].join('\n'));
}

async function coordinateOnScreen(context: Context, training: Training): Promise<RunOutcome> {
  const { store, sweep, definition, dataset, team } = training;
  const monitor = createMonitor(context.terminal, varyingParameters(definition));
  const interrupt = listenForInterrupt(() => monitor.stopping());
  try {
    return await coordinate({
      ...{ store, sweep, definition, dataset },
      bus: team.bus,
      slots: team.slots,
      signal: interrupt.signal,
      onStatus: (status) => monitor.status(status),
    });
  } finally {
    monitor.end();
    interrupt.end();
  }
}
