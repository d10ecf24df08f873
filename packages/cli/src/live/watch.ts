import { type Onlooker, obstacleTo, varyingParameters, watch } from '@latentsweep/app';
import { storedDefinition } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import { ExitCode } from '../exit-code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createMonitor } from './monitor.ts';
import { printOutcome, type Shown } from './results.ts';

/** Shows how a sweep of the cluster goes, to its end and its results. Ctrl-C ends the showing alone. `note` comes first. */
export async function watchOnScreen(shown: Shown, note?: string): Promise<void> {
  const { context, store, sweep } = shown;
  const outcome = await showLive(shown, (onlooker) => {
    if (note !== undefined) onlooker.note(note);
    return watch({ store, sweep, engines: ENGINES, spell: context.spell }, onlooker);
  });
  if (outcome.state !== 'interrupted') return printOutcome(shown, outcome);
  const again = context.spell(`watch ${sweep.word}`);
  context.say(`No longer watching; that changes nothing for ${sweep.slug}. Watch again: ${again}`);
  context.exitCode = ExitCode.interrupted;
}

/** A sweep of the cluster is not trained by a process of its own: the cluster has it, and here it is watched. */
export function leaveToCluster(shown: Shown): Promise<void> {
  const told = 'belongs to a cluster, which runs it; --bus takes part in that. Ctrl-C ends the watching.';
  return watchOnScreen(shown, `${shown.sweep.slug} ${told}`);
}

/** Says what a sweep that was handed to the cluster still waits for, and how to watch it. */
export async function pointToWatch({ context, store, sweep }: Omit<Shown, 'rows'>): Promise<void> {
  const obstacle = await obstacleTo({ store, sweep, engines: ENGINES, spell: context.spell });
  if (obstacle !== null) context.note(obstacle);
  context.say(`Watch it: ${context.spell(`watch ${sweep.word}`)}`);
}

/** `work` under the live display of a sweep; Ctrl-C asks it to stop. */
export async function showLive<Outcome>(
  { context, sweep }: Pick<Shown, 'context' | 'sweep'>,
  work: (onlooker: Onlooker) => Promise<Outcome>,
): Promise<Outcome> {
  const monitor = createMonitor(context.terminal, varyingParameters(storedDefinition(sweep)));
  return interruptible(monitor.stopping, async (signal) => {
    try {
      return await work({ ...monitor, signal });
    } finally {
      // While signals are still ours: one that ends the process would leave the display on the terminal.
      monitor.end();
    }
  });
}
