import { refuseLargeJobs } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jsonText } from '../format/json.ts';
import { withExamples } from '../help.ts';
import { jsonOption } from '../option/common.ts';
import { byItsRules } from '../running/as-made.ts';
import { refuseCancelled } from '../running/cancelled.ts';
import { checkFile, FILE_ARGUMENT, type OverrideOptions, overrideOptions } from '../running/check-file.ts';
import { confirmSize } from '../running/confirm-size.ts';
import { engineForCluster } from '../running/engine.ts';
import { type EngineOptions, engineOptions } from '../running/engine-options.ts';
import { introduce } from '../running/introduce.ts';
import { newSweep } from '../running/new-sweep.ts';
import { leaderboardRowsOption } from '../running/options.ts';
import { plannedTrials } from '../running/planned.ts';
import { sayKeptLabels } from '../running/requires.ts';
import { sayData } from '../running/say-data.ts';
import { soughtFor } from '../running/sought.ts';
import { enginesAtWork, sayObstacle, submitToCluster } from '../running/submit.ts';
import { watchOnScreen } from '../running/watch-on-screen.ts';

interface SubmitOptions extends OverrideOptions, EngineOptions {
  readonly format: 'text' | 'json';
  readonly rows: number;
  readonly watch?: boolean;
  readonly yes?: boolean;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('submit')
    .summary('hand a sweep file to a cluster')
    .description(
      'Checks a sweep file and its data, records the sweep in the store and hands it to the cluster: the coordinator ' +
        '(sweep serve) runs it on the workers (sweep worker). It trains nothing itself and needs the store alone. ' +
        'Prints the name by which other commands know the sweep.',
    )
    .argument(...FILE_ARGUMENT);
  jsonOption(leaderboardRowsOption(overrideOptions(engineOptions(command))))
    .option('--watch', 'then show how it goes, to its end')
    .option('-y, --yes', 'do not ask before a million trials or more')
    .action((file: string, options: SubmitOptions) => submit(context, file, options));
  withExamples(command, [
    ['sweep submit sweeps/deck-mixing.yaml --store postgresql://sweep@db/results', 'record and return'],
    ['sweep submit my.yaml --watch', 'and stay to see it'],
    ['sweep submit my.yaml --backend tensorflow-gpu', 'for workers with GPUs'],
    ['sweep watch "$(sweep submit my.yaml)"', 'its name goes to stdout'],
  ]);
}

async function submit(context: Context, file: string, options: SubmitOptions): Promise<void> {
  const checked = await checkFile(context, file, options);
  const trials = plannedTrials(checked.definition);
  if (!(await confirmSize(context, checked.definition, trials, options.yes))) return;
  sayData(context, checked.dataset);
  const store = await context.store();
  const request = context.withNativeFolder(options);
  const theirs = () => enginesAtWork(store, checked.definition);
  const engine = await engineForCluster(ENGINES, request, soughtFor(checked), theirs);
  const made = await byItsRules(context, store, checked);
  refuseLargeJobs(made.definition, engine.id);
  const recorded = await store.createSweep(newSweep(made, engine, plannedTrials(made.definition)));
  const { created } = recorded;
  refuseCancelled(recorded.sweep);
  introduce(context, recorded.sweep, await store.counts(recorded.sweep.id), created);
  sayKeptLabels(context, recorded.sweep, checked.definition);
  const done = recorded.sweep.state === 'completed';
  const sweep = done ? recorded.sweep : await submitToCluster(store, recorded.sweep, checked.dataset);
  const { id, slug, state, word } = sweep;
  const { out } = context.terminal;
  await out.writeAll(options.format === 'json' ? jsonText({ id, slug, state, created }) : `${word}\n`);
  if (options.watch) return watchOnScreen(context, store, sweep, options.rows);
  if (done) return context.say(`Its results: ${context.spell(`top ${word}`)}`);
  await sayObstacle(context, store, sweep);
  context.say(`Watch it: ${context.spell(`watch ${word}`)}`);
}
