import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { wholeNumber } from '../option/parse.ts';

export interface RunningOptions {
  readonly slots: number;
  readonly rows: number;
}

export function slotsOption(command: Command): Command {
  return command.option(
    '--slots <N>',
    'threads that train, one job each (default: the cores)',
    wholeNumber('--slots', 1, 1024),
    availableParallelism(),
  );
}

/** Options of the commands that train. */
export function runningOptions(command: Command): Command {
  return slotsOption(command).option(
    '-n, --rows <N>',
    'rows of the leaderboard at the end',
    wholeNumber('--rows', 1, 10_000),
    10,
  );
}
