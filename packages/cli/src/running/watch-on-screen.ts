import { storedDefinition } from '@latentsweep/coordinator';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createMonitor, type Monitor } from '../live/monitor.ts';
import { outageOf } from '../serving/event-text.ts';
import { varyingParameters } from '../view/definition.ts';
import type { Outcome } from './finish.ts';
import { printOutcome } from './results.ts';
import { watch } from './watch.ts';

/** Shows how a sweep of the cluster goes, to its end and its results. Ctrl-C ends the showing alone. `note` comes first. */
export async function watchOnScreen(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  rows: number,
  note?: string,
): Promise<void> {
  const outcome = await showLive(context, store, sweep, ({ signal, look, monitor }) => {
    if (note !== undefined) monitor.note(note);
    return look(signal);
  });
  if (outcome.state !== 'interrupted') return printOutcome(context, store, sweep, outcome, rows);
  const again = context.spell(`watch ${sweep.word}`);
  context.say(`No longer watching; that changes nothing for ${sweep.slug}. Watch again: ${again}`);
  context.exitCode = ExitCode.interrupted;
}

export interface Live {
  /** The user wants to stop. */
  readonly signal: AbortSignal;
  /** Watches until the sweep's end, or until `signal` aborts. */
  look(signal: AbortSignal): Promise<Outcome>;
  readonly monitor: Monitor;
}

/** `work` under the live display of a sweep. */
export async function showLive(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  work: (live: Live) => Promise<Outcome>,
): Promise<Outcome> {
  const monitor = createMonitor(context.terminal, varyingParameters(storedDefinition(sweep)));
  const interrupt = listenForInterrupt(() => monitor.stopping());
  const look = (signal: AbortSignal) =>
    watch({
      ...{ store, sweep, signal, spell: context.spell },
      onStatus: (status) => monitor.status(status),
      onTrouble: (error) => monitor.note(troubleText(error)),
    });
  try {
    return await work({ signal: interrupt.signal, look, monitor });
  } finally {
    monitor.end();
    interrupt.end();
  }
}

/** `error`: why the store cannot be reached, or null once it can. */
export function troubleText(error: unknown): string {
  if (error === null) return 'The store can be reached again.';
  return `The store cannot be reached, trying again: ${outageOf(error)}`;
}
