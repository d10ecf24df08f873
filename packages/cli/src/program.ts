import { Command } from 'commander';
import { addCancel } from './command/cancel.ts';
import { addDb } from './command/db.ts';
import { addDoctor } from './command/doctor.ts';
import { addExport } from './command/export.ts';
import { addList } from './command/list.ts';
import { addPause } from './command/pause.ts';
import { addPlan } from './command/plan.ts';
import { addResume } from './command/resume.ts';
import { addRm } from './command/rm.ts';
import { addRun } from './command/run.ts';
import { addSchema } from './command/schema.ts';
import { addShow } from './command/show.ts';
import { addSql } from './command/sql.ts';
import { addTop } from './command/top.ts';
import { addTrial } from './command/trial.ts';
import { addTrials } from './command/trials.ts';
import { addValidate } from './command/validate.ts';
import type { Context } from './context.ts';
import { withExamples } from './help.ts';
import { type GlobalOptions, readSettings } from './settings.ts';
import { packageVersion } from './version.ts';

/** By group, in the order of the help. */
const GROUPS = [
  ['Sweep files:', [addValidate, addPlan, addSchema]],
  ['Running:', [addRun, addPause, addResume, addCancel]],
  ['Results:', [addList, addShow, addTop, addTrials, addTrial, addExport, addRm]],
  ['Database and machine:', [addSql, addDb, addDoctor]],
] as const;

export const COMMAND_NAMES: readonly string[] = [
  ...[
    'validate',
    'plan',
    'schema',
    'run',
    'pause',
    'resume',
    'cancel',
    'list',
    'show',
    'top',
    'trials',
    'trial',
  ],
  ...['export', 'rm', 'sql', 'db', 'doctor'],
];

/** The whole command line. Commander throws instead of leaving, and its output goes to the context's terminal. */
export function createProgram(
  context: Context,
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { out } = context.terminal;
  const program = new Command('sweep')
    .description(
      'Hyperparameter sweeps for the question: which variational autoencoder best augments the minority class?',
    )
    .usage('<command> [options]')
    .version(packageVersion(), '-V, --version', 'show the version')
    .option(
      '--store <URL|DIR>',
      'where results are kept: a Postgres URL or a directory (default: .latentsweep)',
    )
    .option('--debug', 'show stack traces')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => Math.min(out.width, 100),
      getOutHasColors: () => false,
    })
    .hook('preAction', () => {
      context.settings = readSettings(program.opts<GlobalOptions>(), environment);
    });
  for (const [heading, commands] of GROUPS) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, context);
  }
  return withExamples(
    program,
    [
      ['sweep run sweeps/quickstart.yaml', 'run a sweep to its end and see the best configs'],
      ['sweep top quickstart --where "latent_size = 2"', 'rank what has been run'],
      ['sweep sql "select * from leaderboard limit 5"', 'ask the database anything'],
      ['sweep help run', 'everything about one command'],
    ],
    [
      'Results go to stdout, progress and messages to stderr.',
      'Environment: LATENTSWEEP_STORE (as --store), LATENTSWEEP_DEBUG (as --debug), NO_COLOR.',
      'Exit codes: 0 done, 1 trials failed, 2 bad input, 130 interrupted.',
    ],
  );
}
