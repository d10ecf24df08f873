import { type Begun, count } from '@latentsweep/app';
import { endedOf } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { Sweep, TrialCounts } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { called } from '../option/sweep.ts';

/** Says what is about to happen to a sweep: begin, go on, or nothing at all. */
export function introduce(context: Context, { sweep, counts, created, note }: Omit<Begun, 'made'>): void {
  const { style } = context.terminal.err;
  const name = style.bold(called(sweep));
  context.say(`${name}: ${introduction(sweep, counts, created)}`);
  if (note !== null) context.tell(note);
}

function introduction(sweep: Sweep, counts: TrialCounts, created: boolean): string {
  if (created) return `${plural(sweep.plannedTrials, 'trial')} to do.`;
  const done = endedOf(counts) - counts.cancelled;
  if (sweep.state === 'completed') {
    return `this sweep was run before, all of its ${plural(done, 'trial')} are done. Nothing needs to run.`;
  }
  return `goes on: ${count(done)} of ${plural(sweep.plannedTrials, 'trial')} are done.`;
}
