import { type Begun, count } from '@latentsweep/app';
import { endedOf } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { Sweep, TrialCounts } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { called } from '../option/sweep.ts';

/** Says what is about to happen to a sweep: begin, go on, or nothing at all. */
export function introduce(
  context: Context,
  { sweep, counts, created, reuse, note }: Omit<Begun, 'made'>,
): void {
  const { style } = context.terminal.err;
  const name = style.bold(called(sweep));
  context.say(`${name}: ${created ? toDo(sweep, reuse) : toGoOn(sweep, counts)}`);
  if (note !== null) context.tell(note);
}

/** Of a new sweep. Of many trials a sample was looked up. */
function toDo({ plannedTrials: planned }: Sweep, reuse: Begun['reuse']): string {
  const all = plural(planned, 'trial');
  if (reuse === null || reuse.trials === 0) return `${all} to do.`;
  const left = planned - reuse.trials;
  const isSampled = reuse.lookedUp < planned;
  if (left === 0 && !isSampled) return `nothing to do: earlier sweeps have the results of ${all}.`;
  const about = isSampled ? 'about ' : '';
  return `${about}${count(left)} of ${all} to do; earlier sweeps have the results of ${count(reuse.trials)}.`;
}

function toGoOn(sweep: Sweep, counts: TrialCounts): string {
  const done = endedOf(counts) - counts.cancelled;
  if (sweep.state === 'completed') {
    return `this sweep was run before, all of its ${plural(done, 'trial')} are done. Nothing needs to run.`;
  }
  return `goes on: ${count(done)} of ${plural(sweep.plannedTrials, 'trial')} are done.`;
}
