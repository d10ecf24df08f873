import { CommanderError } from 'commander';
import { commandOf } from './commands.ts';
import { Context } from './context.ts';
import { exitCodeOf, renderError } from './error/render.ts';
import { isHelp, usageError } from './error/usage.ts';
import { ExitCode } from './exit-code.ts';
import { createProgram } from './program.ts';
import { DEFAULTS, isDebug } from './settings/settings.ts';
import type { Terminal } from './terminal/terminal.ts';

/**
 * One command from its arguments to its exit code. Never throws: errors go to the user.
 * `programName`: how the user calls this, for commands to copy.
 */
export async function runCli(
  args: readonly string[],
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>>,
  programName = 'sweep',
): Promise<ExitCode> {
  const context = new Context(terminal, { ...DEFAULTS, debug: isDebug({}, environment) }, programName);
  try {
    const program = await createProgram(context, environment, commandOf(args));
    await program.parseAsync(meant(args), { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) return ExitCode.done;
    const told = error instanceof CommanderError ? usageError(error, commandLine(args, programName)) : error;
    tell(terminal, told, context.settings.debug, context);
    return exitCodeOf(told);
  } finally {
    await context.close().catch((error: unknown) => tell(terminal, error, context.settings.debug));
  }
}

export function tell(
  { err }: Terminal,
  error: unknown,
  debug: boolean,
  { file, spell }: Partial<Pick<Context, 'file' | 'spell'>> = {},
): void {
  const { style, width } = err;
  const lines = renderError(error, { style, width, debug, file, spell });
  err.write(`${lines.join('\n')}\n`);
}

/** No arguments ask for help. Help on an unknown command is silent in commander; the unknown command alone is not. */
function meant(args: readonly string[]): string[] {
  const wanted = args.filter((arg) => arg !== 'help' && arg !== '--help' && arg !== '-h');
  const asksForHelp = wanted.length < args.length;
  if (args.length === 0) return ['--help'];
  return asksForHelp && wanted[0]?.startsWith('-') === false && commandOf(args) === null
    ? [wanted[0]]
    : [...args];
}

/** `npx sweep run` where the arguments name a command, for a pointer to its help. */
function commandLine(args: readonly string[], program: string): string {
  const command = commandOf(args);
  return command === null ? program : `${program} ${command}`;
}
