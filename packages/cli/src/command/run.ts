import {
  begin,
  chooseEngine,
  type EngineWish,
  refuseMissingLabels,
  runningThese,
  soughtHere,
  submitToCluster,
} from '@latentsweep/app';
import { ENGINES } from '@latentsweep/worker';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { beginning } from '../live/beginning.ts';
import { openInBrowser } from '../live/browser.ts';
import { besideDashboard } from '../live/dashboard.ts';
import { type FileOptions, fileToRun } from '../live/file-to-run.ts';
import { introduce } from '../live/introduce.ts';
import { noteOnCluster, programsOf, type TrustOption, trustOption, withProgram } from '../live/program.ts';
import { printResults } from '../live/results.ts';
import { takePartOnScreen, teamOf, trainOnScreen } from '../live/train.ts';
import { leaveToCluster } from '../live/watch.ts';
import type { Address } from '../option/address.ts';
import { dashboardAddress } from '../option/dashboard.ts';
import { engineOptions } from '../option/engine.ts';
import { type RunningOptions, runningOptions } from '../option/running.ts';
import { FILE_ARGUMENT, overrideOptions } from '../option/sweep-file.ts';

type RunOptions = RunningOptions & FileOptions & EngineWish & TrustOption & { readonly dashboard?: Address };

export function define(command: Command): void {
  command
    .summary('run a sweep file to its end')
    .description(
      'Checks a sweep file and its data, trains all its trials and prints the leaderboard. Run again, it does only ' +
        'what is missing: trials that any sweep of the store has done are not trained twice. Ctrl-C stops cleanly. ' +
        'With --bus it submits the sweep to the cluster, takes part in it and shows how it goes.',
    )
    .argument(...FILE_ARGUMENT);
  trustOption(overrideOptions(engineOptions(runningOptions(command))))
    .option('-y, --yes', 'do not ask before a million trials or more')
    .addOption(
      new Option(
        '--dashboard [PORT|HOST:PORT]',
        'look at it in a browser until it ends (default: a free port)',
      )
        .argParser(dashboardAddress)
        .preset('0'),
    );
  withExamples(command, [
    ['sweep run sweeps/quickstart.yaml', 'the whole sweep, on all cores'],
    ['sweep run my.yaml --slots 2 --seed 7', 'two threads, other data and noise'],
    ['sweep run train.yaml --trust', 'a program of your own, which the file names'],
    ['sweep run my.yaml --dashboard', 'with the pages of the dashboard beside it'],
    ['sweep run my.yaml --set epochs=5 --set "latent_size=[2, 10]"', 'other parameters than the file says'],
    ['sweep run my.yaml --bus nats://head:4222 --store postgresql://sweep@head/results', 'on a cluster'],
  ]);
}

export async function run(context: Context, file: string, options: RunOptions): Promise<void> {
  const begun = await beginning(context, () => beginFile(context, file, options));
  if (!begun) return;
  const { shown, train } = begun;
  if (shown.sweep.state === 'completed') return printResults(shown);
  if (options.dashboard === undefined) return train();
  await besideDashboard(context, { ...options.dashboard, flag: '--dashboard' }, say(context), train);
}

/** The sweep of a file, as the store has it now, and how to train it. Null, and said: the user does not want it. */
async function beginFile(context: Context, file: string, options: RunOptions) {
  const takesPart = context.settings.bus !== null;
  const read = await fileToRun(context, file, options);
  const checked = read && (takesPart ? read : await withProgram(context, read, options));
  if (!checked) return null;
  if (takesPart) noteOnCluster(context, checked);
  const engine = await chooseEngine(ENGINES, context.withFolders(options), soughtHere(checked, options));
  if (engine.note !== null) context.say(engine.note);
  const team = runningThese(teamOf(engine, options), programsOf(context, checked, options));
  if (!takesPart) refuseMissingLabels(checked.definition, team.labels);
  const store = await context.store();
  const begun = await begin({ store, say: context.tell }, checked, {
    ...{ engine, onCluster: takesPart, here: true },
  });
  const { sweep, made } = begun;
  introduce(context, begun);
  const shown = { context, store, sweep, rows: options.rows };
  const train = async () => {
    if (!takesPart && !sweep.onCluster) return trainOnScreen(shown, made, team);
    const submitted = { ...shown, sweep: await submitToCluster(store, sweep, checked.dataset) };
    if (!takesPart) return leaveToCluster(submitted);
    await takePartOnScreen(submitted, team);
  };
  return { shown, train };
}

const say = (context: Context) => (url: string) => {
  context.say(`Dashboard: ${url}`);
  context.say(`It stays until the run ends; afterwards: ${context.spell('dashboard')}`);
  openInBrowser(url, process.env);
};
