import { availableParallelism } from 'node:os';
import { createSearcher, sampleOf, summarisePlan } from '@latentsweep/coordinator';
import { ENGINES, firstWidth } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jsonKeys, jsonText } from '../format/json.ts';
import { withExamples } from '../help.ts';
import { oneOf } from '../option/parse.ts';
import { byItsRules } from '../running/as-made.ts';
import { checkFile, FILE_ARGUMENT, type OverrideOptions, overrideOptions } from '../running/check-file.ts';
import { shapeOfData } from '../running/data-shape.ts';
import { openFor } from '../running/engine.ts';
import { type Cohort, cohortOption, type EngineOptions, engineOptions } from '../running/engine-options.ts';
import { loadsOf, NEW_STORE_SECONDS, trainingTime, wallTime } from '../running/estimate.ts';
import { defaultSlots, slotsOption } from '../running/options.ts';
import { rehearse } from '../running/rehearse.ts';
import { countReuse, type Reuse } from '../running/reuse.ts';
import { soughtFor } from '../running/sought.ts';
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
  const checked = await checkFile(context, file, options);
  const store = context.hasStore() ? await context.store() : null;
  const { definition, dataset } = store ? await byItsRules(context, store, checked) : checked;
  const request = context.withNativeFolder(options);
  const { engine, spec, id, traits, note } = await openFor(ENGINES, request, soughtFor(checked));
  if (note !== null) context.say(note);
  try {
    const searcher = createSearcher(definition);
    const shape = shapeOfData(definition.dataset, dataset);
    const summary = summarisePlan(definition, searcher, shape);
    const { configs } = sampleOf(searcher, SAMPLE);
    const planned = {
      trials: summary.trials,
      datasetFingerprint: dataset.fingerprint,
      engine: id,
    };
    const reuse: Reuse = store
      ? await countReuse(store, definition, searcher, planned)
      : { trials: 0, lookedUp: summary.trials };
    const ready = performance.now() / 1000;
    const left = summary.trials === 0 ? 0 : 1 - reuse.trials / summary.trials;
    const loads = loadsOf(configs, shape);
    const slots = options.slots ?? defaultSlots(traits);
    const { now: width } = firstWidth(traits, options.cohort);
    const team = { slots, engine: spec, cohort: options.cohort, labels: [], width };
    const rehearsal = await rehearse(left > 0 ? loads : [], dataset, team);
    const runs = summary.runs * left;
    const training = trainingTime(loads, rehearsal.timed, runs / Math.max(1, loads.length));
    const estimate = wallTime(training, {
      start: ready + rehearsal.start + (store ? 0 : NEW_STORE_SECONDS),
      preparation: rehearsal.preparation,
      preparations: Math.min(runs, definition.replicates * slots),
      ...{ trials: summary.trials * left, runs, slots, cores: availableParallelism() },
    });
    const made: Plan = {
      ...{ name: definition.name, method: definition.method, replicates: definition.replicates },
      ...{ data: dataset.report, engine: planned.engine, slots },
      ...{
        configs: summary.configs,
        baselines: summary.baselines,
        trials: summary.trials,
        trainingRuns: summary.runs,
      },
      ...{ duplicatesRemoved: summary.duplicates, valuesRepeated: summary.repeated },
      exact: summary.exact,
      ...{ reused: reuse.trials, reuseLookedUp: reuse.lookedUp },
      threadSeconds: training.seconds,
      ...estimate,
    };
    if (options.format === 'json') return await out.writeAll(jsonText(jsonKeys(made)));
    await out.writeAll(`${planLines(made, out.width, out.style).join('\n')}\n`);
    context.say(`Nothing was run: ${context.spell('run FILE')}, with the same file and options, runs it.`);
  } finally {
    await engine.close();
  }
}
