import { type ResolvedDataset, resolveDataset, type SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { SWEEP_ARGUMENT } from '../option/common.ts';
import { refuseCancelled } from '../running/cancelled.ts';
import type { EngineChoice } from '../running/engine.ts';
import { introduce } from '../running/introduce.ts';
import { type RunningOptions, runningOptions } from '../running/options.ts';
import { startTeam } from '../running/team.ts';
import { printResults, train } from '../running/train.ts';

export function add(program: Command, context: Context): void {
  const command = program
    .command('resume')
    .summary('go on with a sweep after any stop')
    .description(
      'Goes on with a sweep that was paused, interrupted or killed, to its end. It needs no sweep file: what to run is ' +
        'in the store. The data must be what they were.',
    )
    .argument(...SWEEP_ARGUMENT)
    .action((reference: string, options: RunningOptions) => resume(context, reference, options));
  withExamples(runningOptions(command), [
    ['sweep resume deck_mixing', 'go on'],
    ['sweep resume deck_mixing --slots 1', 'with one thread'],
  ]);
}

async function resume(context: Context, reference: string, { slots, rows }: RunningOptions): Promise<void> {
  const store = await context.existingStore();
  const sweep = await store.findSweep(reference);
  refuseCancelled(sweep);
  introduce(context, sweep, await store.counts(sweep.id), false);
  if (sweep.state === 'completed') return printResults(context, store, sweep, rows);
  const definition = sweep.definition as SweepDefinition;
  const dataset = await sameDataset(sweep, definition);
  const team = await startTeam(slots, engineChoice(sweep.engine));
  try {
    if (team.worker.engine !== sweep.engine) throw otherEngine(sweep, team.worker.engine);
    await train(context, { store, sweep, definition, dataset, team }, rows);
  } finally {
    await team.stop();
  }
}

/** The sweep's data as they are now. Throws InputError where they are gone or have changed. */
async function sameDataset(sweep: Sweep, definition: SweepDefinition): Promise<ResolvedDataset> {
  const dataset = await resolveDataset(definition.dataset);
  if (dataset.fingerprint === sweep.datasetFingerprint) return dataset;
  const file =
    definition.dataset.kind === 'table' ? (definition.dataset.path ?? 'the query') : 'the simulated data';
  throw new InputError(
    'data_changed',
    `The data of ${sweep.slug} (${file}) have changed since it began: old and new trials could not be compared.`,
    'Put the old data back, or run the sweep file again: it makes a new sweep.',
  );
}

/** The kind of engine in `name@version`. */
function engineChoice(engine: string): EngineChoice {
  return engine.startsWith('reference@') ? 'reference' : 'simd';
}

function otherEngine(sweep: Sweep, engine: string): InputError {
  return new InputError(
    'engine_changed',
    `${sweep.slug} was begun with the engine ${sweep.engine}, but this version has ${engine}: results would not compare.`,
    'Run the sweep file again: it makes a new sweep. Or go back to the version that it was begun with.',
  );
}
