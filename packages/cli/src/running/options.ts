import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../option/parse.ts';

export interface RunningOptions {
  readonly slots: number;
  readonly rows: number;
}

export function slotsOption(command: Command): Command {
  const cores = availableParallelism();
  return command.addOption(
    new Option('--slots <N>', 'threads that train, one job each')
      .argParser(wholeNumber('--slots', 1, 1024))
      .default(cores, `the cores, ${cores}`),
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
