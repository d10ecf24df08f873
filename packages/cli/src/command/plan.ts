import {
  type CheckedFile,
  type Cohort,
  chooseEngine,
  type EngineWish,
  isAsked,
  jsonKeys,
  jsonText,
  makePlan,
  planProgram,
  soughtHere,
} from '@latentsweep/app';
import type { Overrides } from '@latentsweep/coordinator';
import { InputError, printable } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { programHere } from '../live/program.ts';
import { teamOf } from '../live/train.ts';
import { jsonOption } from '../option/common.ts';
import { cohortOption, engineOptions } from '../option/engine.ts';
import { type ProgramsOption, programsOption } from '../option/programs.ts';
import { slotsOption } from '../option/running.ts';
import { checkedFile, FILE_ARGUMENT, overrideOptions } from '../option/sweep-file.ts';
import { planLines } from '../view/plan.ts';
import { programPlanLines } from '../view/program-plan.ts';

interface PlanOptions extends Overrides, EngineWish, ProgramsOption {
  readonly format: 'text' | 'json';
  readonly slots?: number;
  readonly cohort: Cohort;
}

export function define(command: Command): void {
  command
    .summary('what a sweep file would run, and how long it would take')
    .description(
      'A dry run: configs, trials, training runs after sharing, duplicates removed, trials that earlier sweeps have ' +
        'done, and an estimate of the time from a short training on this machine. Of a program: the command, where it is ' +
        'stopped early, and what is reused; how long it takes nobody knows.',
    )
    .argument(...FILE_ARGUMENT);
  jsonOption(programsOption(overrideOptions(cohortOption(engineOptions(slotsOption(command))))));
  withExamples(command, [
    ['sweep plan sweeps/deck-mixing.yaml', 'before a long run'],
    ['sweep plan my.yaml --set replicates=10 -f json', 'what ten replicates would cost'],
  ]);
}

export async function run(context: Context, file: string, options: PlanOptions): Promise<void> {
  const { out } = context.terminal;
  const checked = await checkedFile(context, file, options);
  if (checked.definition.dataset.kind === 'program') return showProgram(context, checked, options);
  const store = await context.storeIfThere();
  const chosen = await chooseEngine(ENGINES, context.withFolders(options), soughtHere(checked, options));
  if (chosen.note !== null) context.say(chosen.note);
  const team = teamOf(chosen, { ...options, labels: [] });
  const made = await makePlan({ store, say: context.tell }, checked, chosen, team);
  if (options.format === 'json') return await out.writeAll(jsonText(jsonKeys(made)));
  await out.writeAll(`${planLines(made, out.width, out.style).join('\n')}\n`);
  context.say(`Nothing was run: ${context.spell('run FILE')}, with the same file and options, runs it.`);
}

async function showProgram(context: Context, checked: CheckedFile, options: PlanOptions): Promise<void> {
  const { out } = context.terminal;
  const local = localOf(context, checked, options);
  const made = await planProgram(await context.storeIfThere(), checked, local);
  if (options.format === 'json') return await out.writeAll(jsonText(jsonKeys(made)));
  await out.writeAll(`${programPlanLines(made, out.width, out.style).join('\n')}\n`);
  const [how, does] = made.asked ? ['ask FILE', 'begins it'] : ['run FILE', 'runs it'];
  context.say(`Nothing was run: ${context.spell(how)}, with the same file and options, ${does}.`);
}

/** A plan may be made where the program is not. */
function localOf(context: Context, checked: CheckedFile, options: PlanOptions) {
  if (context.settings.bus !== null || isAsked(checked)) return null;
  try {
    return programHere(context, checked, options);
  } catch (error) {
    if (!(error instanceof InputError) || options.programs !== undefined) throw error;
    context.note(`It could not be run here: ${printable(error.message)}`);
    return null;
  }
}
