import type { Outcome } from '@latentsweep/app';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { exitCodeOfRun, nextSteps, outcomeLines } from '../view/outcome.ts';
import { stepLines } from '../view/steps.ts';
import { writeShortVerdict } from '../view/verdict.ts';
import { writeLeaderboard } from '../view/write-leaderboard.ts';

/** A sweep and the store that it is in, for a command that shows both to the user. */
export interface Shown<Opened extends Reading = Reading> {
  readonly context: Context;
  readonly store: Opened;
  readonly sweep: KnownSweep;
  /** Of the leaderboard at its end. */
  readonly rows: number;
}

/** What came of a sweep, and its leaderboard where it came to its end. */
export async function printOutcome(shown: Shown, outcome: Outcome): Promise<void> {
  const { context, sweep } = shown;
  for (const line of outcomeLines(sweep, outcome, context.spell)) context.say(line);
  if (outcome.state === 'completed') return printResults(shown);
  context.exitCode = exitCodeOfRun(outcome);
}

/** The leaderboard of a sweep that is done, and what to type next. */
export async function printResults({ context, store, sweep, rows }: Shown): Promise<void> {
  const { err } = context.terminal;
  context.exitCode = exitCodeOfRun({ state: 'completed', counts: await store.counts(sweep.id) });
  context.say('');
  await writeLeaderboard(context, store, sweep, { limit: rows });
  await writeShortVerdict(context, store, sweep);
  const next = stepLines(nextSteps(sweep, context.spell), err.width - 2, err.style);
  context.say(['', err.style.bold('next'), ...next.map((line) => `  ${line}`)].join('\n'));
}
