import { hostname } from 'node:os';
import { startTeam, type TeamOptions, type Training, takePart, train, whoIsLeft } from '@latentsweep/app';
import type { KnownSweep, Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { printOutcome } from './results.ts';
import { showLive } from './watch.ts';

/** Trains what is missing of a sweep in this process, and ends with its results where it came to its end. */
export async function trainOnScreen(
  context: Context,
  training: Training,
  options: TeamOptions,
  rows: number,
): Promise<void> {
  const { store, sweep } = training;
  const team = await startTeam(options);
  try {
    const outcome = await showLive(context, sweep, (onlooker) => train(training, team, onlooker));
    await printOutcome(context, store, sweep, outcome, rows);
  } finally {
    await team.stop();
  }
}

/** Takes part in the cluster until the sweep has ended, or the user wants no more. */
export async function takePartOnScreen(
  context: Context,
  store: Store,
  sweep: KnownSweep,
  options: TeamOptions,
  rows: number,
): Promise<void> {
  const name = `${hostname()}-${process.pid}`;
  const bus = await context.openBus('coordinator', name);
  try {
    const part = { store, bus, name, sweep, engines: ENGINES, spell: context.spell };
    const outcome = await showLive(context, sweep, (onlooker) => takePart(part, options, onlooker));
    if (outcome.state !== 'interrupted') return await printOutcome(context, store, sweep, outcome, rows);
    await sayWhoIsLeft(context, store, sweep, name);
    context.exitCode = ExitCode.interrupted;
  } finally {
    await bus.close();
  }
}

/** After this process has left: who goes on with the sweep, or how to. */
async function sayWhoIsLeft(context: Context, store: Store, sweep: KnownSweep, name: string): Promise<void> {
  const { spell } = context;
  const goOn = spell(`resume ${sweep.word}`);
  switch (await whoIsLeft(store, name)) {
    case 'no coordinator':
      context.say(`${sweep.slug} was left, and no coordinator is there to run it; nothing is lost.`);
      return context.say(`Go on with: ${goOn}`);
    case 'no worker':
      context.say(`${sweep.slug} waits for a worker; nothing is lost.`);
      return context.say(`Start one with: ${spell('worker')}. Or go on here: ${goOn}`);
    case 'both':
      return context.say(
        `${sweep.slug} goes on without this machine. Watch it: ${spell(`watch ${sweep.word}`)}`,
      );
  }
}
