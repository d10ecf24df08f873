import { CONFIG_WAY, REPORT_WAY } from '../../program-file/keys.ts';
import type { DescribedKeys } from '../keys.ts';
import { CONSTRAINT_KEYS, IGNORED_KEYS, METRIC_KEYS } from '../keys.ts';

/** At most so many: each is a column of the sweep's view. */
export const MOST_PARAMETERS = 200;

/** A flag, a variable and a column are made of it: it has no blank, and no mark that ends a flag's name. */
export const PARAMETER_NAME = /^[A-Za-z_+~@][A-Za-z0-9_.+~@:/-]{0,63}$/;

/** Keys at the top of a program's sweep alone; `command` is a list of words. */
export const PROGRAM_KEYS = {
  program: {
    description:
      'The program that trials run: a file beside this one, or one that workers declare by this name. Not of built-in trials.',
    rule: { type: 'text', maxLength: 4000 },
  },
  config: {
    description:
      'How the program gets its config: as flags, as JSON on its standard input, as variables (env), or in a JSON file. Default: flags, or as its declaration says.',
    rule: CONFIG_WAY,
  },
  reports: {
    description:
      'How the program reports: lines of JSON on its output, a file report.csv in its scratch folder, or the metric in its last line. Default: lines, or as its declaration says.',
    rule: REPORT_WAY,
  },
  ask: {
    description:
      'No program runs the trials: they are given out by `sweep ask`, and their results told by `sweep tell`.',
    rule: { type: 'boolean' },
    default: false,
  },
} as const satisfies DescribedKeys;

const SUMMARY = {
  description:
    'What a metric is of all reports of a trial: the last one, the least, the greatest or the mean.',
  rule: { type: 'choice', choices: ['last', 'min', 'max', 'mean'] },
  default: 'last',
} as const;

const METRIC = {
  description: 'A name that the program reports.',
  rule: { type: 'text', maxLength: 64 },
} as const;
const GOAL = {
  description: 'maximize, or minimize. Default: minimize.',
  rule: METRIC_KEYS.goal.rule,
} as const;

/** W&B's, and how a metric is made of a trial's reports. */
export const PROGRAM_METRIC_KEYS = { ...METRIC_KEYS, name: METRIC, goal: GOAL, summary: SUMMARY } as const;
export const PROGRAM_OBJECTIVE_KEYS = { name: METRIC, goal: GOAL, summary: SUMMARY } as const;
export const PROGRAM_CONSTRAINT_KEYS = { ...CONSTRAINT_KEYS, metric: METRIC, summary: SUMMARY } as const;

/** Keys of W&B, and of built-in trials, that mean nothing to a program. */
export const PROGRAM_IGNORED: Readonly<Record<string, string>> = (({
  program: _,
  command: __,
  config: ___,
  reports: ____,
  ask: _____,
  ...others
}) => ({
  ...others,
  defaults: 'A program has parameters of its own.',
  engine: 'A program runs by itself.',
}))(IGNORED_KEYS);
