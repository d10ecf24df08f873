import type { FigureTable } from '../table.ts';
import type { TimelineData } from './timeline.ts';

/**
 * A row a trial where trials are told one by one, else a row a worker and part of the time; then a row a part of the time
 * with the trials that ended in it.
 */
export function timelineTable({ from, to, workers, ended }: TimelineData): FigureTable {
  const part = (i: number, parts: number) =>
    [i, i + 1].map((end) => moment(from + (end * (to - from)) / parts));
  const single = workers.flatMap(({ worker, trials }) =>
    trials.map((t) => [
      ...[worker, t.id, moment(t.from), t.to === null ? null : moment(t.to)],
      ...[t.state, t.attempt, null, null],
    ]),
  );
  const busy = workers.flatMap(({ worker, busy: parts }) =>
    parts.map((atWork, i) => [worker, null, ...part(i, parts.length), null, null, atWork, null]),
  );
  return {
    columns: ['worker', 'trial', 'from', 'to', 'state', 'attempt', 'trials_at_work', 'trials_ended'],
    rows: [
      ...single,
      ...busy,
      ...ended.map((n, i) => [null, null, ...part(i, ended.length), null, null, null, n]),
    ],
  };
}

/** ISO 8601; null for what Date does not know. */
const moment = (at: number) => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : null);
