import { removeSweep } from '@latentsweep/app';
import { InputError, plural, printable } from '@latentsweep/core';
import type { SweepName } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { called, SWEEP_ARGUMENT, withId } from '../option/sweep.ts';

export function define(command: Command): void {
  command
    .summary('delete a sweep with all its trials')
    .description('Deletes a sweep with its trials and curves. There is no way back.')
    .argument(...SWEEP_ARGUMENT)
    .option('-y, --yes', 'do not ask');
  withExamples(command, [
    ['sweep rm deck_mixing', 'asks first'],
    ['sweep rm deck_mixing --yes', 'for scripts'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  { yes }: { readonly yes?: boolean },
): Promise<void> {
  const store = await context.existingStore();
  const { sweep, passedOver } = await store.findSweep(word);
  if (passedOver.length > 0 && word !== String(sweep.id))
    throw ambiguous(context, word, [sweep, ...passedOver]);
  const counts = await store.counts(sweep.id);
  const what = `${called(sweep)} with ${plural(counts.completed + counts.pruned + counts.diverged, 'result')}`;
  if (!yes) {
    if (!context.terminal.canAsk) {
      throw new InputError(
        'needs_yes',
        `Deleting ${what} needs a yes, and there is no one to ask.`,
        `Add --yes: ${context.spell(`rm ${sweep.word} --yes`)}`,
      );
    }
    if (!(await context.terminal.ask(`Delete ${what}?`))) {
      context.say('Nothing was deleted.');
      context.exitCode = ExitCode.interrupted;
      return;
    }
  }
  if (!(await removeSweep(store, sweep.id))) {
    throw new InputError(
      'sweep_running',
      `${sweep.slug} is being run ${sweep.onCluster ? 'by a cluster' : 'by another process'}.`,
      `Stop it first: ${context.spell(`cancel ${sweep.word}`)}`,
    );
  }
  context.say(`Deleted ${what}.`);
}

/** There is no way back: which one is meant must be beyond doubt. */
function ambiguous(context: Context, word: string, sweeps: readonly SweepName[]): InputError {
  return new InputError(
    'ambiguous_sweep',
    `${plural(sweeps.length, 'sweep')} are called ${printable(word)}: ${sweeps.map(withId).join(', ')}.`,
    `Name the one to delete by its id: ${context.spell(`rm ${sweeps[0]!.id}`)}`,
  );
}
