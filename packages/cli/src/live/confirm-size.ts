import { count } from '@latentsweep/app';
import { refuseTooManyTrials, type SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';

/**
 * A sweep of more trials than anyone runs by accident is asked about, or refused where nobody can answer. False, and
 * said: the user does not want it.
 */
export async function confirmSize(
  context: Context,
  definition: SweepDefinition,
  trials: number,
  yes = false,
): Promise<boolean> {
  const { terminal } = context;
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
