import { refuseLargeJobs, refuseWhileRun } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { byItsRules } from '../running/as-made.ts';
import { refuseCancelled } from '../running/cancelled.ts';
import { checkFile, FILE_ARGUMENT, type OverrideOptions, overrideOptions } from '../running/check-file.ts';
import { confirmSize } from '../running/confirm-size.ts';
import { chooseEngine } from '../running/engine.ts';
import { type EngineOptions, engineOptions } from '../running/engine-options.ts';
import { introduce } from '../running/introduce.ts';
import { newSweep } from '../running/new-sweep.ts';
import { defaultSlots, type RunningOptions, runningOptions } from '../running/options.ts';
import { plannedTrials } from '../running/planned.ts';
import { refuseMissingLabels, sayKeptLabels } from '../running/requires.ts';
import { printResults } from '../running/results.ts';
import { sayData } from '../running/say-data.ts';
import { soughtFor } from '../running/sought.ts';
import { leaveToCluster, submitToCluster } from '../running/submit.ts';
import { trainHere } from '../running/train.ts';

interface RunOptions extends RunningOptions, OverrideOptions, EngineOptions {
  readonly yes?: boolean;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('run')
    .summary('run a sweep file to its end')
    .description(
      'Checks a sweep file and its data, trains all its trials and prints the leaderboard. Run again, it does only ' +
        'what is missing: trials that any sweep of the store has done are not trained twice. Ctrl-C stops cleanly. ' +
        'With --bus it submits the sweep to the cluster, takes part in it and shows how it goes.',
    )
    .argument(...FILE_ARGUMENT);
  overrideOptions(engineOptions(runningOptions(command)))
    .option('-y, --yes', 'do not ask before a million trials or more')
    .action((file: string, options: RunOptions) => run(context, file, options));
  withExamples(command, [
    ['sweep run sweeps/quickstart.yaml', 'the whole sweep, on all cores'],
    ['sweep run my.yaml --slots 2 --seed 7', 'two threads, other data and noise'],
    ['sweep run my.yaml --set epochs=5 --set "latent_size=[2, 10]"', 'other parameters than the file says'],
    ['sweep run my.yaml --bus nats://head:4222 --store postgresql://sweep@head/results', 'on a cluster'],
  ]);
}

async function run(context: Context, file: string, options: RunOptions): Promise<void> {
  const { labels, rows, cohort } = options;
  const checked = await checkFile(context, file, options);
  const trials = plannedTrials(checked.definition);
  if (!(await confirmSize(context, checked.definition, trials, options.yes))) return;
  sayData(context, checked.dataset);
  const takesPart = context.settings.bus !== null;
  if (!takesPart) refuseMissingLabels(checked.definition, labels);
  const engine = await chooseEngine(ENGINES, context.withNativeFolder(options), soughtFor(checked));
  if (engine.note !== null) context.say(engine.note);
  const slots = options.slots ?? defaultSlots(engine.traits);
  const team = { slots, labels, engine: engine.spec, cohort };
  const store = await context.store();
  const made = await byItsRules(context, store, checked);
  if (takesPart) refuseLargeJobs(made.definition, engine.id);
  const row = newSweep(made, engine, plannedTrials(made.definition));
  const { sweep, created } = await store.createSweep(row);
  refuseCancelled(sweep);
  if (!created && !sweep.onCluster) await refuseWhileRun(store, sweep);
  introduce(context, sweep, await store.counts(sweep.id), created);
  sayKeptLabels(context, sweep, checked.definition);
  if (sweep.state === 'completed') return printResults(context, store, sweep, rows);
  if (!takesPart && !sweep.onCluster) {
    return trainHere(context, { ...made, store, sweep }, team, rows);
  }
  const submitted = await submitToCluster(store, sweep, checked.dataset);
  if (!takesPart) return leaveToCluster(context, store, submitted, rows);
  const { takePart } = await import('../running/take-part.ts');
  await takePart(context, { store, sweep: submitted, rows, ...team });
}
