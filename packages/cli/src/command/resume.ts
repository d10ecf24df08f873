import {
  checkEngine,
  type EngineWish,
  isAsked,
  refuseCancelled,
  refuseChanged,
  refuseMissingLabels,
  resubmit,
  resumeAsked,
  runningThese,
  sameDataset,
  type TeamOptions,
} from '@latentsweep/app';
import { refuseWhileRun, storedDefinition } from '@latentsweep/coordinator';
import type { KnownSweep, Store, Sweep } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { beginning } from '../live/beginning.ts';
import { introduce } from '../live/introduce.ts';
import { programsOf, type TrustOption, trustOption, withProgram } from '../live/program.ts';
import { printResults, type Shown } from '../live/results.ts';
import { takePartOnScreen, teamOf, trainOnScreen } from '../live/train.ts';
import { leaveToCluster, pointToWatch } from '../live/watch.ts';
import { engineOptions } from '../option/engine.ts';
import { type RunningOptions, runningOptions } from '../option/running.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';

interface ResumeOptions extends RunningOptions, TrustOption, EngineWish {
  readonly detach?: boolean;
}

export function define(command: Command): void {
  command
    .summary('go on with a sweep after any stop')
    .description(
      'Goes on with a sweep that was paused, interrupted or killed, to its end. It needs no sweep file: what to run is ' +
        'in the store. The data must be what they were. A sweep that was submitted to a cluster goes on there, and is ' +
        'watched here; with --bus this machine takes part.',
    )
    .argument(...SWEEP_ARGUMENT);
  trustOption(engineOptions(runningOptions(command))).option(
    '--detach',
    'on a cluster: let it go on and return',
  );
  withExamples(command, [
    ['sweep resume deck_mixing', 'go on'],
    ['sweep resume deck_mixing --slots 1', 'with one thread'],
    ['sweep resume deck_mixing --detach', 'on a cluster, without watching'],
  ]);
}

export async function run(context: Context, word: string, options: ResumeOptions): Promise<void> {
  const { store, sweep } = await beginning(context, () => openSweep(context, word));
  refuseCancelled(sweep);
  if (isAsked(sweep)) return letOthersAsk(context, store, sweep);
  if (!sweep.onCluster) await refuseWhileRun(store, sweep);
  introduce(context, {
    sweep,
    counts: await store.counts(sweep.id),
    created: false,
    reuse: null,
    note: null,
  });
  const shown = { context, store, sweep, rows: options.rows };
  if (sweep.state === 'completed') return printResults(shown);
  if (sweep.onCluster || context.settings.bus) return resumeOnCluster(shown, options);
  await resumeHere(shown, options);
}

/** Nothing is run: whoever asks goes on. */
async function letOthersAsk(context: Context, store: Store, sweep: KnownSweep): Promise<void> {
  const { slug, word } = await resumeAsked(store, sweep);
  context.say(`${slug} gives out its trials again: ${context.spell(`ask ${word}`)}`);
}

async function resumeHere(shown: Shown<Store>, options: ResumeOptions): Promise<void> {
  const begun = await beginning(shown.context, () => readyHere(shown, options));
  if (begun) await trainOnScreen(shown, begun.training, begun.team);
}

/** What its trials need, as it was when it was begun. Null, and said: the user does not want its program to run. */
async function readyHere({ context, sweep }: Shown<Store>, options: ResumeOptions) {
  const definition = storedDefinition(sweep);
  const begun = await withProgram(context, { definition }, options);
  if (begun === null) return null;
  if (begun.program) refuseChanged(sweep, definition, begun.program);
  const team = runningThese(await teamFor(context, sweep, options), programsOf(context, begun, options));
  refuseMissingLabels(definition, team.labels);
  const dataset = await sameDataset(sweep, definition);
  return { training: { definition, dataset }, team };
}

async function resumeOnCluster(shown: Shown<Store>, options: ResumeOptions): Promise<void> {
  const { context, store } = shown;
  const sweep = await resubmit(store, shown.sweep);
  if (options.detach) return pointToWatch({ context, store, sweep });
  if (!context.settings.bus) return leaveToCluster({ ...shown, sweep });
  const programs = programsOf(context, {}, options);
  await takePartOnScreen({ ...shown, sweep }, runningThese(await teamFor(context, sweep, options), programs));
}

/** Workers with the engine that the sweep was begun with. */
async function teamFor(context: Context, sweep: Sweep, options: ResumeOptions): Promise<TeamOptions> {
  return teamOf(await checkEngine(ENGINES, sweep, context.withFolders(options)), options);
}
