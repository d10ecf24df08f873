import { newestRunning, watch } from '@latentsweep/app';
import type { RunStatus, Sighting } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { watchOnScreen } from '../live/watch.ts';
import { jsonOption } from '../option/common.ts';
import { leaderboardRowsOption } from '../option/running.ts';
import { findSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { exitCodeOfRun } from '../view/outcome.ts';
import { statusLine } from '../view/status-line.ts';

interface WatchOptions {
  readonly format: 'text' | 'json';
  readonly rows: number;
}

export function define(command: Command): void {
  command
    .summary('see from anywhere how a sweep goes')
    .description(
      'Shows how a sweep goes, from the store alone: progress, speed, time left, best, workers, and what it waits for. ' +
        'At its end it prints the leaderboard. Ctrl-C ends the watching, with exit code 130; the sweep goes on.',
    )
    .argument('[sweep]', `${SWEEP_ARGUMENT[1]} (default: the newest that runs)`);
  withExamples(leaderboardRowsOption(jsonOption(command)), [
    ['sweep watch', 'the newest sweep that runs'],
    ['sweep watch deck_mixing --store postgresql://reader@db/results', 'one of a cluster'],
    ['sweep watch deck_mixing -f json | jq .trials_per_second', 'an object a line, about one a second'],
  ]);
}

export async function run(
  context: Context,
  word: string | undefined,
  { format, rows }: WatchOptions,
): Promise<void> {
  const store = await context.existingStore();
  const sweep = await (word === undefined ? newest(context, store) : findSweep(context, store, word));
  if (format === 'json') return watchAsJson(context, store, sweep);
  await watchOnScreen({ context, store, sweep, rows });
}

async function newest(context: Context, store: Reading): Promise<KnownSweep> {
  const id = await newestRunning(store);
  if (id !== null) return (await store.findSweep(String(id))).sweep;
  throw new InputError(
    'nothing_to_watch',
    'No sweep is running.',
    `Name one that ended, or start one: ${context.spell('submit FILE')}. See: ${context.spell('list')}`,
  );
}

async function watchAsJson(context: Context, store: Reading, sweep: KnownSweep): Promise<void> {
  const { out } = context.terminal;
  const stop = new AbortController();
  const watching = { store, sweep, engines: ENGINES, spell: context.spell };
  const watcher = {
    signal: stop.signal,
    status(status: RunStatus, sighting: Sighting) {
      out.write(statusLine(status, sighting, new Date()));
      // Nobody reads any more.
      if (out.closed) stop.abort();
    },
    note: (text: string) => context.say(text),
  };
  const outcome = await interruptible(
    () => stop.abort(),
    () => watch(watching, watcher),
  );
  context.exitCode = out.closed ? ExitCode.done : exitCodeOfRun(outcome);
}
