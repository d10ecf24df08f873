import { availableParallelism } from 'node:os';
import type { EngineTraits } from '@latentsweep/core';
import type { Command } from 'commander';
import { labelsOption } from '../option/labels.ts';
import { wholeNumber } from '../option/parse.ts';
import { type Cohort, cohortOption } from './engine-options.ts';

export interface RunningOptions {
  readonly slots?: number;
  readonly labels: readonly string[];
  readonly rows: number;
  readonly cohort: Cohort;
}

export function slotsOption(command: Command): Command {
  return command.option(
    '--slots <N>',
    `threads that train (default: the cores, ${availableParallelism()}; 1 where the engine uses all of them)`,
    wholeNumber('--slots', 1, 1024),
  );
}

/** Threads that use the machine well: a core each, and one where an engine takes all cores or the GPU by itself. */
export function defaultSlots({ takesTheMachine }: Pick<EngineTraits, 'takesTheMachine'>): number {
  return takesTheMachine ? 1 : availableParallelism();
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
