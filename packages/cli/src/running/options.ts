import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { labelsOption } from '../option/labels.ts';
import { wholeNumber } from '../option/parse.ts';

export interface RunningOptions {
  readonly slots: number;
  readonly labels: readonly string[];
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

/** For commands that end with a leaderboard. */
export function leaderboardRowsOption(command: Command): Command {
  return command.option(
    '-n, --rows <N>',
    'rows of the leaderboard at the end',
    wholeNumber('--rows', 1, 10_000),
    10,
  );
}

/** Options of the commands that train. */
export function runningOptions(command: Command): Command {
  return leaderboardRowsOption(labelsOption(slotsOption(command)));
}
