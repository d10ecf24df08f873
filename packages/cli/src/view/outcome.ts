import { count, countsOf, duration, type Outcome, type Spell, toGoText } from '@latentsweep/app';
import type { RunOutcome } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { KnownSweep, TrialCounts } from '@latentsweep/store';
import { ExitCode } from '../exit-code.ts';
import { viewOf } from '../option/sweep.ts';
import type { Step } from './steps.ts';

/** What the shell gets to know of how a sweep ended. */
export function exitCodeOfRun({ state, counts }: Pick<RunOutcome, 'state' | 'counts'>): ExitCode {
  switch (state) {
    case 'completed':
      return counts.failed + counts.quarantined > 0 ? ExitCode.failed : ExitCode.done;
    case 'failed':
      return ExitCode.failed;
    case 'paused':
    case 'cancelled':
    case 'interrupted':
      return ExitCode.interrupted;
  }
}

/** How it ended, and how to go on where it did not come to its end. */
export function outcomeLines(sweep: KnownSweep, outcome: Outcome, spell: Spell): string[] {
  const { state, counts, seconds, reason } = outcome;
  const left = toGoText(sweep, counts);
  switch (state) {
    case 'completed':
      return [
        `${sweep.slug} is done: ${summary(outcome)}${seconds === null ? '' : ` in ${duration(seconds)}`}.`,
        ...(reason === null ? [] : [reason]),
        ...failures(sweep, counts, spell),
      ];
    case 'failed':
      return [
        `${sweep.slug} was stopped: ${reason ?? 'too many trials failed.'}`,
        ...failures(sweep, counts, spell),
        `Once the cause is gone, go on with: ${spell(`resume ${sweep.word}`)}`,
      ];
    case 'paused':
      return [`${sweep.slug} was paused, ${left}.`, `Go on with: ${spell(`resume ${sweep.word}`)}`];
    case 'cancelled':
      return [
        `${sweep.slug} was cancelled${reason ? `: ${reason}` : '.'}`,
        `Results so far: ${spell(`top ${sweep.word}`)}`,
      ];
    case 'interrupted':
      return [
        `${sweep.slug} was stopped, ${left}; nothing is lost.`,
        `Go on with: ${spell(`resume ${sweep.word}`)}`,
      ];
  }
}

function summary({ counts }: Outcome): string {
  const parts = [`${plural(counts.completed, 'trial')} completed`];
  const all = counts.reused > 0 && counts.reused === counts.completed + counts.pruned + counts.diverged;
  if (all) parts.push('all of them taken over from earlier sweeps');
  else if (counts.reused > 0) parts.push(`${count(counts.reused)} of them taken over from earlier sweeps`);
  return [...parts, ...countsOf(counts, ['pruned', 'diverged', 'failed', 'quarantined', 'cancelled'])].join(
    ', ',
  );
}

function failures({ word }: KnownSweep, { failed, quarantined }: TrialCounts, spell: Spell): string[] {
  return [
    ...(failed > 0 ? [`What went wrong: ${spell(`trials ${word} --state failed`)}`] : []),
    ...(quarantined > 0 ? [`What killed its workers: ${spell(`trials ${word} --state quarantined`)}`] : []),
  ];
}

/** What to type after a sweep. */
export function nextSteps(sweep: KnownSweep, spell: Spell): Step[] {
  return [
    [spell(`top ${sweep.word} -n 20`), 'more of the ranking'],
    sweep.ownMeasures
      ? [spell(`importance ${sweep.word}`), 'which parameters count']
      : [spell(`verdict ${sweep.word}`), 'whether augmentation helped, and how that is known'],
    [spell('dashboard'), 'see it in a browser'],
    [spell(`report ${sweep.word} --to report.html`), 'one file to hand on'],
    [spell(`sql "select * from ${viewOf(sweep)} limit 5"`), 'ask the database anything'],
    [spell(`export ${sweep.word} --to trials.parquet`), 'take the trials elsewhere'],
    [spell('db'), 'connect with psql or any client'],
  ];
}
