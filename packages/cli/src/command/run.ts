import { refuseTooManyTrials, type SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { count } from '../format/number.ts';
import { withExamples } from '../help.ts';
import { oneOf } from '../option/parse.ts';
import { refuseCancelled } from '../running/cancelled.ts';
import { checkFile, FILE_ARGUMENT, type OverrideOptions, overrideOptions } from '../running/check-file.ts';
import { ENGINES, type EngineChoice } from '../running/engine.ts';
import { introduce } from '../running/introduce.ts';
import { newSweep } from '../running/new-sweep.ts';
import { type RunningOptions, runningOptions } from '../running/options.ts';
import { plannedTrials } from '../running/planned.ts';
import { startTeam } from '../running/team.ts';
import { train } from '../running/train.ts';

interface RunOptions extends RunningOptions, OverrideOptions {
  readonly engine?: EngineChoice;
  readonly yes?: boolean;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('run')
    .summary('run a sweep file to its end')
    .description(
      'Checks a sweep file and its data, trains all its trials and prints the leaderboard. Run again, it does only ' +
        'what is missing: trials that any sweep of the store has done are not trained twice. Ctrl-C stops cleanly.',
    )
    .argument(...FILE_ARGUMENT);
  overrideOptions(runningOptions(command))
    .option('--engine <ENGINE>', `what trains: ${ENGINES.join(', ')}`, oneOf('--engine', ENGINES))
    .option('-y, --yes', 'do not ask before a million trials or more')
    .action((file: string, options: RunOptions) => run(context, file, options));
  withExamples(command, [
    ['sweep run sweeps/quickstart.yaml', 'the whole sweep, on all cores'],
    ['sweep run my.yaml --slots 2 --seed 7', 'two threads, other data and noise'],
    ['sweep run my.yaml --set epochs=5 --set "latent_size=[2, 10]"', 'other parameters than the file says'],
  ]);
}

async function run(context: Context, file: string, options: RunOptions): Promise<void> {
  const checked = await checkFile(context, file, options);
  const trials = plannedTrials(checked.definition);
  if (!(await confirmSize(context, checked.definition, trials, options.yes))) {
    context.say('Nothing was run.');
    context.exitCode = ExitCode.interrupted;
    return;
  }
  const team = await startTeam(options.slots, options.engine ?? checked.definition.engine);
  try {
    const store = await context.store();
    const { sweep, created } = await store.createSweep(newSweep(checked, team.worker.engine, trials));
    refuseCancelled(sweep);
    introduce(context, sweep, await store.counts(sweep.id), created);
    await train(context, { ...checked, store, sweep, team }, options.rows);
  } finally {
    await team.stop();
  }
}

/** A sweep of more trials than anyone runs by accident is asked about, or refused where nobody can answer. */
async function confirmSize(
  { terminal }: Context,
  definition: SweepDefinition,
  trials: number,
  yes = false,
): Promise<boolean> {
  try {
    refuseTooManyTrials(definition, { trials }, yes);
    return true;
  } catch (error) {
    if (!(error instanceof InputError && terminal.canAsk)) throw error;
    return terminal.ask(`The sweep has ${count(trials)} trials and no run_cap. Run it?`);
  }
}
