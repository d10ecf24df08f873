import { type CheckedFile, count, dataFacts, plannedTrials } from '@latentsweep/app';
import { type Overrides, refuseTooManyTrials } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { checkedFile } from '../option/sweep-file.ts';
import { factLines } from '../view/facts.ts';

export interface FileOptions extends Overrides {
  readonly yes?: boolean;
}

/** Checks a file and says what was read, before anything is trained on it. Null, and said: the user does not want it. */
export async function fileToRun(
  context: Context,
  file: string,
  options: FileOptions,
): Promise<CheckedFile | null> {
  const checked = await checkedFile(context, file, options);
  if (!(await confirmSize(context, checked, options.yes))) return null;
  const { width, style } = context.terminal.err;
  for (const line of factLines(dataFacts(checked.dataset.report), width, style)) context.say(line);
  return checked;
}

/** A sweep of more trials than anyone runs by accident is asked about, or refused where nobody can answer. */
async function confirmSize(context: Context, { definition }: CheckedFile, yes = false): Promise<boolean> {
  const { terminal } = context;
  const trials = plannedTrials(definition);
  try {
    refuseTooManyTrials(definition, { trials }, yes);
    return true;
  } catch (error) {
    if (!(error instanceof InputError && terminal.canAsk)) throw error;
  }
  if (await terminal.ask(`The sweep has ${count(trials)} trials and no run_cap. Run it?`)) return true;
  context.say('Nothing was run.');
  context.exitCode = ExitCode.interrupted;
  return false;
}
