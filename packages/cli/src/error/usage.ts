import { InputError, nearest } from '@latentsweep/core';
import type { CommanderError } from 'commander';
import { COMMAND_NAMES } from '../commands.ts';

/** Help and version are no errors: commander throws them to end the parse. */
export function isHelp(error: CommanderError): boolean {
  return error.exitCode === 0 || error.code === 'commander.help';
}

/**
 * What commander found wrong with the command line, as an error of ours.
 * Its messages read `error: unknown command 'rnu'` with `(Did you mean run?)` on a second line.
 */
export function usageError(error: CommanderError, command: string): InputError {
  const unknown = /^error: unknown command '(.+)'/s.exec(error.message)?.[1];
  if (unknown !== undefined) return unknownCommand(unknown, command);
  const [first = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?]$/.test(first) ? '' : '.'}`;
  const hints = [suggestion.replace(/^\((.*)\)$/, '$1'), `See: ${command} --help`].filter((h) => h !== '');
  return new InputError(snakeCase(error.code.replace(/^commander\./, '')), message, hints.join('\n'));
}

/** `program`: how the user calls this program, for its help. */
function unknownCommand(name: string, program: string): InputError {
  const near = nearest(name, COMMAND_NAMES);
  const hints = [...(near === null ? [] : [`Did you mean ${near}?`]), `See: ${program} --help`];
  return new InputError('unknown_command', `Unknown command '${name}'.`, hints.join('\n'));
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
