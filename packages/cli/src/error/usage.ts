import { InputError } from '@latentsweep/core';
import type { CommanderError } from 'commander';
import { COMMAND_NAMES } from '../commands.ts';
import { unknownCommand } from './unknown-command.ts';

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
  if (unknown !== undefined) return unknownCommand(unknown, COMMAND_NAMES, command);
  const [first = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?]$/.test(first) ? '' : '.'}`;
  const hints = [suggestion.replace(/^\((.*)\)$/, '$1'), `See: ${command} --help`].filter((h) => h !== '');
  return new InputError(snakeCase(error.code.replace(/^commander\./, '')), message, hints.join('\n'));
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
