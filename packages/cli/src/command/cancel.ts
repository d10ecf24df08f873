import { stopSweep } from '@latentsweep/app';
import { plural } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';

export function define(command: Command): void {
  command
    .summary('end a sweep before its time; its results stay')
    .description(
      'Ends a sweep: trials that wait or run are cancelled, results so far stay. It works on a sweep that runs in ' +
        'this or another terminal, and on one that was stopped.',
    )
    .argument(...SWEEP_ARGUMENT);
  withExamples(command, [
    ['sweep cancel deck_mixing', 'no more trials'],
    ['sweep rm deck_mixing', 'take its results away as well'],
  ]);
}

export async function run(context: Context, word: string): Promise<void> {
  const { store, sweep } = await openSweep(context, word);
  const counts = await stopSweep(store, sweep.id, 'cancelled');
  if (counts) {
    const results = counts.completed + counts.pruned + counts.diverged;
    context.say(`${called(sweep)} is cancelled; ${plural(results, 'result')} kept.`);
  } else {
    const { state } = await store.sweep(sweep.id);
    context.say(`${called(sweep)} is ${state}: there is nothing to cancel.`);
  }
}
