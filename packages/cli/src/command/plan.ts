import { createSearcher, summarisePlan } from '@latentsweep/coordinator';
import { firstWidth, infoOf } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jsonText } from '../format/json.ts';
import { withExamples } from '../help.ts';
import { oneOf } from '../option/parse.ts';
import { epochsOfRun, measureSpeed, prepareForCalibration, secondsOf } from '../running/calibrate.ts';
import { checkFile, FILE_ARGUMENT, type OverrideOptions, overrideOptions } from '../running/check-file.ts';
import { openFor } from '../running/engine.ts';
import { type Cohort, cohortOption, type EngineOptions, engineOptions } from '../running/engine-options.ts';
import { defaultSlots, slotsOption } from '../running/options.ts';
import { countReuse, type Reuse } from '../running/reuse.ts';
import { type Plan, planLines } from '../view/plan.ts';

interface PlanOptions extends OverrideOptions, EngineOptions {
  readonly format: 'text' | 'json';
  readonly slots?: number;
  readonly cohort: Cohort;
}

/** Configs that stand for all: the order of a search is a fair sample. */
const SAMPLE = 500;

export function add(program: Command, context: Context): void {
  const command = program
    .command('plan')
    .summary('what a sweep file would run, and how long it would take')
    .description(
      'A dry run: configs, trials, training runs after sharing, duplicates removed, trials that earlier sweeps have ' +
        'done, and an estimate of the time from a short training on this machine.',
    )
    .argument(...FILE_ARGUMENT);
  overrideOptions(cohortOption(engineOptions(slotsOption(command))))
    .option('-f, --format <format>', 'text or json', oneOf('--format', ['text', 'json'] as const), 'text')
    .action((file: string, options: PlanOptions) => plan(context, file, options));
  withExamples(command, [
    ['sweep plan sweeps/deck-mixing.yaml', 'before a long run'],
    ['sweep plan my.yaml --set replicates=10 -f json', 'what ten replicates would cost'],
  ]);
}

async function plan(context: Context, file: string, options: PlanOptions): Promise<void> {
  const { out } = context.terminal;
  const { definition, dataset } = await checkFile(context, file, options);
  const { engine, spec, id, note } = await openFor(context.withNativeFolder(options), definition);
  if (note !== null) context.say(note);
  try {
    const searcher = createSearcher(definition);
    const prepared = prepareForCalibration(dataset);
    const summary = summarisePlan(definition, searcher, prepared.shape);
    const { configs } = searcher.ask(null, SAMPLE);
    const width = firstWidth(infoOf(engine), options.cohort).now;
    const speed = await measureSpeed(engine, prepared, configs, width);
    const epochs = summary.runs * epochsOfRun(configs);
    const planned = {
      trials: summary.trials,
      datasetFingerprint: dataset.fingerprint,
      engine: id,
    };
    const reuse: Reuse = context.hasStore()
      ? await countReuse(await context.store(), definition, searcher, planned)
      : { trials: 0, lookedUp: summary.trials };
    const left = summary.trials === 0 ? 0 : 1 - reuse.trials / summary.trials;
    const made: Plan = {
      ...{ name: definition.name, method: definition.method, replicates: definition.replicates },
      ...{ data: dataset.report, engine: planned.engine, slots: options.slots ?? defaultSlots(spec) },
      ...{
        configs: summary.configs,
        baselines: summary.baselines,
        trials: summary.trials,
        trainingRuns: summary.runs,
      },
      ...{ duplicatesRemoved: summary.duplicates, valuesRepeated: summary.repeated },
      exact: summary.exact,
      ...{ reused: reuse.trials, reuseLookedUp: reuse.lookedUp },
      threadSeconds: secondsOf(summary.cost, epochs, speed) * left,
    };
    if (options.format === 'json') return await out.writeAll(jsonText(made));
    await out.writeAll(`${planLines(made, out.width, out.style).join('\n')}\n`);
    context.say(`Nothing was run: ${context.spell('run FILE')}, with the same file and options, runs it.`);
  } finally {
    await engine.close();
  }
}
