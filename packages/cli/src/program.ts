import { Command } from 'commander';
import { addCommands } from './commands.ts';
import type { Context } from './context.ts';
import { withExamples } from './help.ts';
import {
  type Environment,
  type GlobalOptions,
  notesOnSettings,
  readSettings,
  settingsFile,
} from './settings/settings.ts';
import { OWN_CONFIG } from './spell.ts';
import { VERSION } from './version.ts';

/**
 * The command line with all commands, or with `only` one of them. Commander throws instead of leaving, and its output
 * goes to the context's terminal.
 */
export async function createProgram(
  context: Context,
  environment: Environment,
  only: string | null,
): Promise<Command> {
  const { out } = context.terminal;
  const program = new Command('sweep')
    .description(
      'Hyperparameter sweeps for the question: which variational autoencoder best augments the minority class?',
    )
    .usage('<command> [options]')
    .version(VERSION, '-V, --version', 'show the version')
    .option(
      '--store <URL|DIR>',
      'where results are kept: a Postgres URL or a directory (default: .latentsweep)',
    )
    .option('--bus <URL>', 'the bus of a cluster: nats://host:4222, tls://… or none (default: none)')
    .option(
      '--config <FILE>',
      'settings: store, bus and credentials (default: latentsweep.yaml, where there is one)',
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
    .hook('preAction', (_, command) => applySettings(context, globalOptions(program, command), environment));
  // What follows its name is its own: its --config is a config, before it stands the one of settings.
  if (only !== null && OWN_CONFIG.includes(only)) program.enablePositionalOptions();
  await addCommands(program, context, only);
  return withExamples(
    program,
    [
      ['sweep run sweeps/quickstart.yaml', 'run a sweep to its end and see the best configs'],
      ['sweep top quickstart --where "minority_rate = 0.01"', 'rank what has been run'],
      ['sweep sql "select * from leaderboard limit 5"', 'ask the database anything'],
      ['sweep help run', 'everything about one command'],
    ],
    [
      'Results go to stdout, progress and messages to stderr.',
      'Environment: LATENTSWEEP_STORE, LATENTSWEEP_STORE_PASSWORD_FILE, LATENTSWEEP_BUS, LATENTSWEEP_BUS_CREDENTIALS,',
      'LATENTSWEEP_BUS_CA, LATENTSWEEP_CONFIG, LATENTSWEEP_NATIVE_FOLDER, LATENTSWEEP_DEBUG, NO_COLOR.',
      'Options go before them, the file after.',
      'Exit codes: 0 done, 1 trials failed, 2 bad input, 130 interrupted.',
    ],
  );
}

/** Those that a command takes behind its name too, because what stands there is its own. */
const ALSO_BEHIND = ['store', 'bus', 'debug'] as const;

/** As they were given, before the command's name or behind it. */
function globalOptions(program: Command, command: Command): GlobalOptions {
  const own = command.opts<GlobalOptions>();
  const behind = ALSO_BEHIND.filter((name) => own[name] !== undefined).map((name) => [name, own[name]]);
  return { ...program.opts<GlobalOptions>(), ...Object.fromEntries(behind) };
}

async function applySettings(
  context: Context,
  options: GlobalOptions,
  environment: Environment,
): Promise<void> {
  const path = settingsFile(options, environment);
  const notes = notesOnSettings(options);
  context.given = options;
  if (path === null) {
    context.settings = readSettings(options, environment);
  } else {
    // Loaded only where there is a file: reading YAML takes a while to load.
    const { readSettingsFile } = await import('./settings/file.ts');
    context.file = path;
    const file = readSettingsFile(path);
    context.settings = readSettings(options, environment, file.settings);
    context.file = undefined;
    notes.push(...file.notes);
  }
  for (const note of notes) context.note(note);
}
