import { count, type ProgramPlan, WAY_TEXTS } from '@latentsweep/app';
import { plural, printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { factLines } from './facts.ts';
import { duplicatesText, raceText } from './plan.ts';

export function programPlanLines(plan: ProgramPlan, width: number, style: Style): string[] {
  const { name, program, command, folder, config, metrics, configs, trials, replicates, exact } = plan;
  const most = exact ? '' : 'at most ';
  const facts = [
    ['program', printable(program)],
    [
      'command',
      command === null ? 'as workers declare it' : `${printable(command)}, in ${printable(folder!)}`,
    ],
    ['config', config === null ? null : WAY_TEXTS[config]],
    ['metrics', metrics.map(printable).join(', ')],
    ['configs', `${most}${count(configs)}`],
    ['duplicates', duplicatesText(plan)],
    ['trials', `${most}${count(trials)} (${plural(configs, 'config')} x ${plural(replicates, 'replicate')})`],
    ['race', raceText(plan)],
  ] as const;
  return [style.bold(printable(name)), ...factLines(facts, width, style)];
}
