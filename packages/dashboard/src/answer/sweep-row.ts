import { type OverviewRow, type ShownState, trialsInAll } from '@latentsweep/app';
import type { BestConfig, KnownSweep, TrialCounts } from '@latentsweep/store';
import type { Counts, SweepRow } from '../api.ts';
import { leftOf } from './left.ts';

type Row = Pick<OverviewRow, 'status' | 'hasRate'> &
  Omit<KnownSweep, 'source' | 'definition'> & {
    readonly counts: TrialCounts;
    readonly best: BestConfig | null;
    readonly shown: ShownState;
  };

export function sweepRow(row: Row): SweepRow {
  const { id, slug, word, name, description, shown, onCluster, metric, best } = row;
  return {
    ...{ id, slug, word, name, description, onCluster, metric },
    state: shown,
    planned: row.status?.total ?? trialsInAll(row, row.counts),
    counts: countsOf(row.counts, row),
    best: best && { value: best.value, n: best.n },
    ...leftOf(row),
    waitsFor: row.status?.notice ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** A search that has not made all its trials yet has those before it that it planned. */
export function countsOf(
  counts: TrialCounts,
  sweep: Pick<KnownSweep, 'expanded' | 'cursor' | 'plannedTrials'>,
): Counts {
  const { running, waiting, completed, pruned, diverged, failed, quarantined, cancelled, reused } = counts;
  const made = running + waiting + completed + pruned + diverged + failed + quarantined + cancelled;
  return {
    pending: trialsInAll(sweep, counts) - made,
    running,
    completed,
    diverged,
    failed,
    quarantined,
    waiting,
    pruned,
    cancelled,
    reused,
  };
}
