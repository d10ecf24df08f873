import { count, type ProgramPlan, WAY_TEXTS } from '@latentsweep/app';
import { plural, printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { factLines } from './facts.ts';
import { bandsText, duplicatesText, raceText, reusedText } from './plan.ts';

export function programPlanLines(plan: ProgramPlan, width: number, style: Style): string[] {
  const { name, program, asked, command, folder, config, metrics, configs, trials, replicates, exact } = plan;
  const most = exact ? '' : 'at most ';
  const facts = [
    ['program', asked ? 'none: whoever asks computes the trials' : printable(program)],
    [
      'command',
      asked
        ? null
        : command === null
          ? 'as workers declare it'
          : `${printable(command)}, in ${printable(folder!)}`,
    ],
    ['config', config === null ? null : WAY_TEXTS[config]],
    ['metrics', metrics.map(printable).join(', ')],
    ['columns', columnsText(plan)],
    ['configs', `${most}${count(configs)}`],
    ['duplicates', duplicatesText(plan)],
    ['trials', `${most}${count(trials)} (${plural(configs, 'config')} x ${plural(replicates, 'replicate')})`],
    ['early end', earlyText(plan)],
    ['race', raceText(plan)],
    ['reused', plan.reuse && reusedText(plan.reuse, trials)],
  ] as const;
  return [style.bold(printable(name)), ...factLines(facts, width, style)];
}

/** `seed` is `p_seed` in SQL, in --where and --by. */
function columnsText({ renamed }: ProgramPlan): string | null {
  if (renamed.length === 0) return null;
  const told = renamed.map(({ name, column }) => `${printable(name)} is ${column}`).join(', ');
  return `${told}: ${renamed.length === 1 ? 'its name is' : 'their names are'} taken in SQL`;
}

/** Of bands that have no end the first ones are shown. */
const MOST_BANDS = 4;

function earlyText({ early, checkpoint }: ProgramPlan): string | null {
  if (early === null) return null;
  const { bands, type, eta } = early;
  const first = bands.slice(0, MOST_BANDS).map(count).join(', ');
  const rule = bandsText(early, `at step ${first}${bands.length > MOST_BANDS ? ', …' : ''}`);
  const one = `about 1 of ${type === 'median' ? 2 : eta} goes on at each`;
  if (checkpoint) return `${rule}: ${one}, from its checkpoint`;
  const cost = `beginning anew: a program that is never stopped takes up to ${(1 + eta / (eta - 1)).toPrecision(2)} times its steps`;
  return `${rule}: ${one}, ${cost}. Declared with \`checkpoint: true\`, it goes on from where it was`;
}
