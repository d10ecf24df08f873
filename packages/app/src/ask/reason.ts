import type { HandedOut } from '@latentsweep/coordinator';
import { duration, plural } from '@latentsweep/core';
import type { Answer } from './asking.ts';
import { trialName } from './trial-name.ts';

const SHOWN = 5;

/** Why there was no trial to give, and whether there may be one later. */
export function whyNone({ sweep, out }: Omit<HandedOut, 'trials'>): Pick<Answer, 'state' | 'reason'> {
  const { slug, state, reason } = sweep;
  switch (state) {
    case 'completed':
      return { state: 'done', reason: reason ?? `${slug} is complete.` };
    case 'cancelled':
    case 'failed':
      return { state: 'done', reason: `${slug} is ${state}.` };
    case 'paused':
      return { state: 'waiting', reason: `${slug} is paused: \`sweep resume ${slug}\` lets it go on.` };
    case 'running':
      return { state: 'waiting', reason: waitsFor(out, sweep.expanded) };
  }
}

function waitsFor(out: HandedOut['out'], expanded: boolean): string {
  const names = out.slice(0, SHOWN).map(({ id, attempt }) => trialName({ trialId: id, attempt }));
  if (out.length > SHOWN) names.push('…');
  const seconds = Math.max(0, Math.min(...out.map(({ leaseLeftMs }) => leaseLeftMs)) / 1000);
  const next = expanded ? 'All others have ended.' : 'What comes next depends on their results.';
  const which =
    out.length === 0 ? '' : ` (${names.join(', ')}); the first lease ends in ${duration(seconds)}`;
  return `It waits for the results of ${plural(out.length, 'trial')} that ${out.length === 1 ? 'is' : 'are'} out${which}. ${next}`;
}
