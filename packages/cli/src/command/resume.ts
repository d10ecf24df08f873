import {
  type ResolvedDataset,
  refuseLargeJobs,
  refuseWhileRun,
  resolveDataset,
  type SweepDefinition,
  storedDefinition,
} from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { KnownSweep, Store, Sweep } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { findSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { refuseCancelled } from '../running/cancelled.ts';
import { checkEngine } from '../running/engine.ts';
import { nativeFolderOption } from '../running/engine-options.ts';
import { introduce } from '../running/introduce.ts';
import { defaultSlots, type RunningOptions, runningOptions } from '../running/options.ts';
import { refuseMissingLabels } from '../running/requires.ts';
import { printResults } from '../running/results.ts';
import { leaveToCluster, sayObstacle, submitToCluster } from '../running/submit.ts';
import type { TeamOptions } from '../running/team.ts';
import { trainHere } from '../running/train.ts';

interface ResumeOptions extends RunningOptions {
  readonly nativeFolder?: string;
  readonly detach?: boolean;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('resume')
    .summary('go on with a sweep after any stop')
    .description(
      'Goes on with a sweep that was paused, interrupted or killed, to its end. It needs no sweep file: what to run is ' +
        'in the store. The data must be what they were. A sweep that was submitted to a cluster goes on there, and is ' +
        'watched here; with --bus this machine takes part.',
    )
    .argument(...SWEEP_ARGUMENT);
  nativeFolderOption(runningOptions(command))
    .option('--detach', 'on a cluster: let it go on and return')
    .action((word: string, options: ResumeOptions) => resume(context, word, options));
  withExamples(command, [
    ['sweep resume deck_mixing', 'go on'],
    ['sweep resume deck_mixing --slots 1', 'with one thread'],
    ['sweep resume deck_mixing --detach', 'on a cluster, without watching'],
  ]);
}

async function resume(context: Context, word: string, options: ResumeOptions): Promise<void> {
  const store = await context.existingStore();
  const sweep = await findSweep(context, store, word);
  refuseCancelled(sweep);
  if (!sweep.onCluster) await refuseWhileRun(store, sweep);
  introduce(context, sweep, await store.counts(sweep.id), false);
  if (sweep.state === 'completed') return printResults(context, store, sweep, options.rows);
  if (sweep.onCluster || context.settings.bus) return resumeOnCluster(context, store, sweep, options);
  await resumeHere(context, store, sweep, options);
}

async function resumeHere(
  context: Context,
  store: Store,
  sweep: KnownSweep,
  options: ResumeOptions,
): Promise<void> {
  const definition = storedDefinition(sweep);
  refuseMissingLabels(definition, options.labels);
  const dataset = await sameDataset(sweep, definition);
  const team = await teamFor(context, sweep, options);
  await trainHere(context, { store, sweep, definition, dataset }, team, options.rows);
}

async function resumeOnCluster(
  context: Context,
  store: Store,
  sweep: KnownSweep,
  options: ResumeOptions,
): Promise<void> {
  const submitted = sweep.onCluster
    ? { ...(await store.submitSweep(sweep.id)), word: sweep.word }
    : await moveToCluster(store, sweep);
  if (options.detach) {
    await sayObstacle(context, store, submitted);
    return context.say(`Watch it: ${context.spell(`watch ${sweep.word}`)}`);
  }
  if (!context.settings.bus) return leaveToCluster(context, store, submitted, options.rows);
  const { takePart } = await import('../running/take-part.ts');
  const team = await teamFor(context, sweep, options);
  await takePart(context, { store, sweep: submitted, rows: options.rows, ...team });
}

/** One of this machine's: the cluster needs its data as well. */
async function moveToCluster(store: Store, sweep: KnownSweep) {
  const definition = storedDefinition(sweep);
  const dataset = await sameDataset(sweep, definition);
  refuseLargeJobs(definition, sweep.engine);
  return submitToCluster(store, sweep, dataset);
}

/** Workers with the engine that the sweep was begun with. */
async function teamFor(
  context: Context,
  sweep: Sweep,
  { slots, labels, cohort, ...options }: ResumeOptions,
): Promise<TeamOptions> {
  const { nativeFolder } = context.withNativeFolder(options);
  const { spec, traits } = await checkEngine(ENGINES, sweep.engine, nativeFolder);
  return { slots: slots ?? defaultSlots(traits), labels, engine: spec, cohort };
}

/** The sweep's data as they are now. Throws InputError where they are gone or have changed. */
async function sameDataset(sweep: Sweep, definition: SweepDefinition): Promise<ResolvedDataset> {
  const dataset = await resolveDataset(definition.dataset, {
    sweepSeed: definition.seed,
    chooseRule: async (fingerprints) => (fingerprints[1] === sweep.datasetFingerprint ? 1 : 2),
  });
  if (dataset.fingerprint === sweep.datasetFingerprint) return dataset;
  const file =
    definition.dataset.kind === 'table' ? (definition.dataset.path ?? 'the query') : 'the simulated data';
  throw new InputError(
    'data_changed',
    `The data of ${sweep.slug} (${file}) have changed since it began: old and new trials could not be compared.`,
    'Put the old data back, or run the sweep file again: it makes a new sweep. If nothing was changed, this version reads them otherwise than the one that began it: `sweep validate FILE` says how.',
  );
}
