import { stopSweep, toGoText } from '@latentsweep/app';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';

export function define(command: Command): void {
  command
    .summary('stop a running sweep so that it can go on later')
    .description(
      'Pauses a sweep that runs in this or another terminal: trials under way are given back, none is lost.',
    )
    .argument(...SWEEP_ARGUMENT);
  withExamples(command, [
    ['sweep pause deck_mixing', 'stop for now'],
    ['sweep resume deck_mixing', 'go on, here or elsewhere'],
  ]);
}

export async function run(context: Context, word: string): Promise<void> {
  const { store, sweep } = await openSweep(context, word);
  const counts = await stopSweep(store, sweep.id, 'paused');
  if (counts) {
    context.say(`${called(sweep)} is paused with ${toGoText(sweep, counts)}.`);
    context.say(`Go on with: ${context.spell(`resume ${sweep.word}`)}`);
  } else {
    const { state } = await store.sweep(sweep.id);
    context.say(`${called(sweep)} is ${state}: there is nothing to pause.`);
  }
}
