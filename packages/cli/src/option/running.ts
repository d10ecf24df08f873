import { availableParallelism } from 'node:os';
import type { Cohort } from '@latentsweep/app';
import type { Command } from 'commander';
import { cohortOption } from './engine.ts';
import { labelsOption } from './labels.ts';
import { wholeNumber } from './parse.ts';

export interface RunningOptions {
  readonly slots?: number;
  readonly labels: readonly string[];
  readonly rows: number;
  readonly cohort: Cohort;
  readonly recheckOneIn?: number;
}

export function slotsOption(command: Command): Command {
  return command.option(
    '--slots <N>',
    `threads that train (default: the cores, ${availableParallelism()}; 1 where the engine uses all of them)`,
    wholeNumber('--slots', 1, 1024),
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
  return leaderboardRowsOption(labelsOption(cohortOption(slotsOption(command))));
}
