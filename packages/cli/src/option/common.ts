import type { Command } from 'commander';
import { FORMATS } from '../format/output.ts';
import { oneOf, wholeNumber } from './parse.ts';

/** `-f table|json|csv`, for commands that list rows. */
export function formatOption(command: Command): Command {
  return command.option('-f, --format <format>', 'table, json or csv', oneOf('--format', FORMATS), 'table');
}

/** `-f table|json`, for commands that show one thing. */
export function jsonOption(command: Command): Command {
  return command.option('-f, --format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text');
}

export function rowsOption(command: Command, rows: number): Command {
  return command.option('-n, --rows <N>', 'rows to show', wholeNumber('--rows', 1, 1_000_000), rows);
}
