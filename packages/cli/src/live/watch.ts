import { type Onlooker, varyingParameters, watch } from '@latentsweep/app';
import { storedDefinition } from '@latentsweep/coordinator';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { listenForInterrupt } from '../terminal/interrupt.ts';
import { createMonitor } from './monitor.ts';
import { printOutcome } from './results.ts';

/** Shows how a sweep of the cluster goes, to its end and its results. Ctrl-C ends the showing alone. `note` comes first. */
export async function watchOnScreen(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  rows: number,
  note?: string,
): Promise<void> {
  const outcome = await showLive(context, sweep, (onlooker) => {
    if (note !== undefined) onlooker.note(note);
    return watch({ store, sweep, engines: ENGINES, spell: context.spell }, onlooker);
  });
  if (outcome.state !== 'interrupted') return printOutcome(context, store, sweep, outcome, rows);
  const again = context.spell(`watch ${sweep.word}`);
  context.say(`No longer watching; that changes nothing for ${sweep.slug}. Watch again: ${again}`);
  context.exitCode = ExitCode.interrupted;
}

/** A sweep of the cluster is not trained by a process of its own: the cluster has it, and here it is watched. */
export async function leaveToCluster(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  rows: number,
): Promise<void> {
  const told = `${sweep.slug} belongs to a cluster, which runs it; --bus takes part in that. Ctrl-C ends the watching.`;
  await watchOnScreen(context, store, sweep, rows, told);
}

/** `work` under the live display of a sweep; Ctrl-C asks it to stop. */
export async function showLive<Outcome>(
  { terminal }: Pick<Context, 'terminal'>,
  sweep: KnownSweep,
  work: (onlooker: Onlooker) => Promise<Outcome>,
): Promise<Outcome> {
  const monitor = createMonitor(terminal, varyingParameters(storedDefinition(sweep)));
  const interrupt = listenForInterrupt(() => monitor.stopping());
  try {
    return await work({
      signal: interrupt.signal,
      status: (status) => monitor.status(status),
      note: (text) => monitor.note(text),
    });
  } finally {
    monitor.end();
    interrupt.end();
  }
}
