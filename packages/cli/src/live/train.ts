import { hostname } from 'node:os';
import {
  type ChosenEngine,
  startTeam,
  type TeamOptions,
  type Training,
  takePart,
  threadsOf,
  train,
  whoIsLeft,
} from '@latentsweep/app';
import type { Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { ExitCode } from '../exit-code.ts';
import type { RunningOptions } from '../option/running.ts';
import { VERSION } from '../version.ts';
import { printOutcome, type Shown } from './results.ts';
import { showLive } from './watch.ts';

/** Threads with that engine, as the user wants them. */
export function teamOf(
  engine: Pick<ChosenEngine, 'spec' | 'traits' | 'beside'>,
  { slots, labels, cohort, recheckOneIn }: Omit<RunningOptions, 'rows'>,
): TeamOptions {
  const recheck = recheckOneIn === undefined ? {} : { recheckOneIn };
  return { ...threadsOf(engine, slots), labels, engine: engine.spec, cohort, version: VERSION, ...recheck };
}

/** Trains what is missing of a sweep in this process, and ends with its results where it came to its end. */
export async function trainOnScreen(
  shown: Shown<Store>,
  training: Pick<Training, 'definition' | 'dataset'>,
  options: TeamOptions,
): Promise<void> {
  const { store, sweep } = shown;
  const team = { ...options, keptFolder: store.location.folder ?? undefined };
  // Whoever stops it while its threads start is heard, too.
  const outcome = await showLive(shown, async (onlooker) => {
    const started = await startTeam(team, onlooker.note);
    try {
      return await train({ ...training, store, sweep }, started, onlooker);
    } finally {
      await started.stop();
    }
  });
  await printOutcome(shown, outcome);
}

/** Takes part in the cluster until the sweep has ended, or the user wants no more. */
export async function takePartOnScreen(shown: Shown<Store>, options: TeamOptions): Promise<void> {
  const { context, store, sweep } = shown;
  const name = `${hostname()}-${process.pid}`;
  const bus = await context.openBus('coordinator', name);
  try {
    const part = { store, bus, name, sweep, engines: ENGINES, spell: context.spell };
    const outcome = await showLive(shown, (onlooker) => takePart(part, options, onlooker));
    if (outcome.state !== 'interrupted') return await printOutcome(shown, outcome);
    await sayWhoIsLeft(shown, name);
    context.exitCode = ExitCode.interrupted;
  } finally {
    await bus.close();
  }
}

/** After this process has left: who goes on with the sweep, or how to. */
async function sayWhoIsLeft({ context, store, sweep }: Shown, name: string): Promise<void> {
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
