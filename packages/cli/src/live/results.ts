import type { Outcome } from '@latentsweep/app';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { exitCodeOfRun, nextSteps, outcomeLines } from '../view/outcome.ts';
import { stepLines } from '../view/steps.ts';
import { writeLeaderboard } from '../view/write-leaderboard.ts';

/** What came of a sweep, and its leaderboard where it came to its end. */
export async function printOutcome(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  outcome: Outcome,
  rows: number,
): Promise<void> {
  for (const line of outcomeLines(sweep, outcome, context.spell)) context.say(line);
  if (outcome.state === 'completed') return printResults(context, store, sweep, rows);
  context.exitCode = exitCodeOfRun(outcome);
}

/** The leaderboard of a sweep that is done, and what to type next. */
export async function printResults(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  rows: number,
): Promise<void> {
  const { terminal } = context;
  const { err } = terminal;
  context.exitCode = exitCodeOfRun({ state: 'completed', counts: await store.counts(sweep.id) });
  context.say('');
  await writeLeaderboard(context, store, sweep, { limit: rows });
  const next = stepLines(nextSteps(sweep, context.spell), err.width - 2, err.style);
  context.say(['', err.style.bold('next'), ...next.map((line) => `  ${line}`)].join('\n'));
}
