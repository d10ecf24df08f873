import type { FigureTable } from '../table.ts';
import type { TimelineData } from './timeline.ts';

/** A row a trial where trials are told one by one, else a row a worker and part of the time. */
export function timelineTable({ from, to, workers }: TimelineData): FigureTable {
  const single = workers.flatMap(({ worker, trials }) =>
    trials.map((t) => [
      ...[worker, t.id, moment(t.from), t.to === null ? null : moment(t.to)],
      ...[t.state, t.attempt, null],
    ]),
  );
  const busy = workers.flatMap(({ worker, busy: parts }) =>
    parts.map((trialsAtWork, i) => {
      const length = (to - from) / parts.length;
      return [
        worker,
        null,
        moment(from + i * length),
        moment(from + (i + 1) * length),
        null,
        null,
        trialsAtWork,
      ];
    }),
  );
  return {
    columns: ['worker', 'trial', 'from', 'to', 'state', 'attempt', 'trials_at_work'],
    rows: [...single, ...busy],
  };
}

/** ISO 8601. */
const moment = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString() : null);
