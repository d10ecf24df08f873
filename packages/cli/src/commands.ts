import type { Command } from 'commander';
import type { Context } from './context.ts';

/** A file in command/. */
interface CommandModule {
  /** What it is for, its arguments and options. */
  define(command: Command, context: Context): void;
  /** Does it, given its arguments and options. A command that only has others does nothing itself. */
  run?(context: Context, ...given: never[]): Promise<void>;
}

/** By group, in the order of the help. Loaded when asked for. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, () => Promise<CommandModule>>>>> = {
  'Sweep files:': {
    validate: () => import('./command/validate.ts'),
    plan: () => import('./command/plan.ts'),
    schema: () => import('./command/schema.ts'),
  },
  'Running:': {
    run: () => import('./command/run.ts'),
    submit: () => import('./command/submit.ts'),
    watch: () => import('./command/watch.ts'),
    pause: () => import('./command/pause.ts'),
    resume: () => import('./command/resume.ts'),
    cancel: () => import('./command/cancel.ts'),
    ask: () => import('./command/ask.ts'),
    tell: () => import('./command/tell.ts'),
  },
  'Cluster:': {
    serve: () => import('./command/serve.ts'),
    worker: () => import('./command/worker.ts'),
    workers: () => import('./command/workers.ts'),
    cluster: () => import('./command/cluster.ts'),
  },
  'Results:': {
    list: () => import('./command/list.ts'),
    show: () => import('./command/show.ts'),
    top: () => import('./command/top.ts'),
    verdict: () => import('./command/verdict.ts'),
    explain: () => import('./command/explain.ts'),
    trials: () => import('./command/trials.ts'),
    trial: () => import('./command/trial.ts'),
    logs: () => import('./command/logs.ts'),
    artifacts: () => import('./command/artifacts.ts'),
    importance: () => import('./command/importance.ts'),
    plot: () => import('./command/plot.ts'),
    report: () => import('./command/report.ts'),
    model: () => import('./command/model.ts'),
    predict: () => import('./command/predict.ts'),
    dashboard: () => import('./command/dashboard.ts'),
    export: () => import('./command/export.ts'),
    augment: () => import('./command/augment.ts'),
    rm: () => import('./command/rm.ts'),
  },
  'Database and machine:': {
    sql: () => import('./command/sql.ts'),
    db: () => import('./command/db.ts'),
    setup: () => import('./command/setup.ts'),
    doctor: () => import('./command/doctor.ts'),
  },
};

export const COMMAND_NAMES: readonly string[] = Object.values(GROUPS).flatMap((group) => Object.keys(group));

/** Of the global options. */
const TAKE_A_VALUE = ['--store', '--bus', '--config'];

/** The command that the arguments name, or null: then help or a suggestion is due, which take them all. */
export function commandOf(args: readonly string[]): string | null {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (TAKE_A_VALUE.includes(arg)) i++;
    else if (!arg.startsWith('-') && arg !== 'help') return COMMAND_NAMES.includes(arg) ? arg : null;
  }
  return null;
}

/** Adds one command, or all of them. */
export async function addCommands(program: Command, context: Context, only: string | null): Promise<void> {
  for (const [heading, group] of Object.entries(GROUPS)) {
    program.commandsGroup(heading);
    for (const [name, load] of Object.entries(group)) {
      if (only !== null && name !== only) continue;
      const { define, run } = await load();
      const command = program.command(name);
      define(command, context);
      if (run) command.action((...given) => run(context, ...(given as never[])));
    }
  }
}
