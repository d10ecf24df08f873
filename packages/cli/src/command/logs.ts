import { jsonText } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';

const FORMATS = ['text', 'json'] as const;

export function define(command: Command): void {
  command
    .summary('what a program said in a trial')
    .description(
      'Prints the log of a trial of a program: what it wrote to standard output and error beside its reports, the beginning and ' +
        'the end where it was long. Ids are in the output of `sweep trials`. Built-in trials have no log.',
    )
    .argument('<id>', 'id of a trial', wholeNumber('<id>', 1))
    .option('-f, --format <format>', 'text or json', oneOf('--format', FORMATS), 'text');
  withExamples(command, [
    ['sweep logs 17', 'the log of trial 17'],
    ['sweep trials prog --state failed', 'the trials whose logs tell why'],
  ]);
}

export async function run(
  context: Context,
  id: number,
  { format }: { readonly format: (typeof FORMATS)[number] },
): Promise<void> {
  const { out, err } = context.terminal;
  const store = await context.existingStore();
  const { row, measures } = await store.trial(id);
  const log = await store.readTrialLog(id);
  const { state } = row;
  if (format === 'json') return out.writeAll(jsonText({ id, sweep: row['sweep'], state, log }));
  if (log === null) err.write(`${whyNone(id, String(state), measures !== null)}\n`);
  else await out.writeAll(`${shownLog(log)}\n`);
}

/** What a program wrote can't move the cursor or ring the bell. A bar that was drawn again and again is a line each time. */
export const shownLog = (log: string): string =>
  log
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');

function whyNone(id: number, state: string, ofProgram: boolean): string {
  if (!ofProgram) return `Trial ${id} is a built-in one: only programs of your own have logs.`;
  if (state === 'queued' || state === 'running')
    return `Trial ${id} is ${state}: its log is kept when it ends.`;
  return `The program said nothing in trial ${id} beside its reports.`;
}
