import { type Command, Option } from 'commander';
import { FORMATS } from '../terminal/output.ts';
import { oneOf, wholeNumber } from './parse.ts';

/** `-f table|json|csv`, for commands that list rows. */
export function formatOption(command: Command): Command {
  return command.option('-f, --format <format>', 'table, json or csv', oneOf('--format', FORMATS), 'table');
}

/** `-f table|json`, for commands that show one thing. */
export function jsonOption(command: Command): Command {
  return command.option('-f, --format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text');
}

/** `rows`: how many a table for people has. */
export function rowsOption(command: Command, rows: number): Command {
  return command.option(
    '-n, --rows <N>',
    `rows to show (default: ${rows} in a table, all of them as json or csv)`,
    wholeNumber('--rows', 1),
  );
}

/** Global options, for a command that takes what stands behind its name as its own; the help has them once. */
export function globalOptionsBehind(command: Command): Command {
  return command
    .addOption(new Option('--store <URL|DIR>').hideHelp())
    .addOption(new Option('--bus <URL>').hideHelp())
    .addOption(new Option('--debug').hideHelp());
}
