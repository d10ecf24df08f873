import type { Progress } from '@latentsweep/app';
import type { LiveSweep } from '../api.ts';
import { leftOf } from './left.ts';
import { countsOf } from './sweep-row.ts';

export function liveSweep({ status, state, hasRate }: Progress): LiveSweep {
  const { sweep, counts, total, best, notice } = status;
  return {
    ...{ slug: sweep.slug, state, reason: sweep.reason, planned: total },
    counts: countsOf(counts, sweep),
    ...leftOf({ status, hasRate }),
    best,
    waitsFor: notice,
  };
}
