import { computerText, plural } from '@latentsweep/core';
import { duration } from '../text/duration.ts';

/** Something that happened to a trial. */
export interface Event {
  /** ISO 8601; null where the row does not know. */
  readonly at: string | null;
  readonly what: string;
  /** The worker that did it, where there is one. */
  readonly by: string | null;
}

type Row = Readonly<Record<string, unknown>>;

interface Death {
  readonly at: string;
  readonly worker: string | null;
  readonly reason: string;
}

/**
 * What happened to a trial, in the order of time: as much as its row and `ran`, out of `Reading.trial`, know. Of an attempt that
 * was given back without a death it knows only that there was one.
 */
export function lifeOf(row: Row): Event[] {
  const known = (row['reused_from'] ?? null) === null ? ownLife(row) : reusedLife(row);
  const events = [...known, ...conflictsOf(row)];
  const timed = events.filter(({ at }) => at !== null).sort((a, b) => Date.parse(a.at!) - Date.parse(b.at!));
  const untimed = events.filter(({ at }) => at === null);
  return [...timed.slice(0, 1), ...untimed, ...timed.slice(1)];
}

function ownLife(row: Row): Event[] {
  const state = row['state'] as string;
  const deaths = (row['death_log'] ?? []) as readonly Death[];
  const ended = timeOf(row, 'finished_at');
  const last = deaths.at(-1);
  // Both are written by one transaction.
  const diedLast = last !== undefined && ended !== null && Date.parse(last.at) === Date.parse(ended);
  const died = deaths.map(({ at, worker, reason }) => {
    const again = diedLast && last.at === at ? '' : ', and it was queued again';
    return event(at, `its worker died${again}: ${reason || 'no reason given'}`, worker);
  });
  return [
    event(timeOf(row, 'queued_at'), 'queued'),
    ...passed(row),
    ...givenBack(row, state, deaths.length),
    ...died,
    ...begun(row, state),
    ...(ended === null ? [] : [event(ended, endText(row, state))]),
  ];
}

/** The attempts that brought it past bands of epochs. */
function passed(row: Row): Event[] {
  const attempts = Number(row['passed'] ?? 0);
  return attempts > 0 ? [event(null, `went on from a band, after ${plural(attempts, 'attempt')}`)] : [];
}

/** Taken, and put back without a death: those attempts that neither a death nor the row's last one accounts for. */
function givenBack(row: Row, state: string, deaths: number): Event[] {
  const isOver = state === 'queued' || state === 'quarantined' || state === 'cancelled';
  const isTaken = !isOver && Number(row['attempt']) > Number(row['passed'] ?? 0);
  const times = Number(row['attempt']) - Number(row['passed'] ?? 0) - deaths - (isTaken ? 1 : 0);
  return times > 0 ? [event(null, `taken and given back, ${plural(times, 'time')}`)] : [];
}

function begun(row: Row, state: string): Event[] {
  const at = timeOf(row, 'started_at');
  if (at === null) return [];
  const worker = row['worker'] as string | null;
  const unheard = state === 'running' && worker === null ? '; no worker was heard of yet' : '';
  return [event(at, `taken, attempt ${String(row['attempt'])}${unheard}`, worker)];
}

function endText(row: Row, state: string): string {
  switch (state) {
    case 'cancelled':
      return 'cancelled';
    case 'quarantined':
      return 'given up, in quarantine';
    default:
      return recordedText(row, state);
  }
}

function recordedText(row: Row, state: string): string {
  const time = (row['duration_ms'] ?? null) as number | null;
  const after = time === null ? '' : ` after ${duration(time / 1000)}`;
  const error = (row['error'] ?? null) === null ? '' : `: ${String(row['error'])}`;
  // One that failed had not come to where it was to wait.
  const unended = state === 'failed' || (row['until'] ?? null) === null;
  const until = unended ? '' : ` at epoch ${String(row['until'])}`;
  const by = computerText(row['ran'], '');
  return `recorded as ${state}${until}${after}${by === '' ? '' : `, computed by ${by}`}${error}`;
}

/** The row has the worker and the times of the trial that it is a copy of. */
function reusedLife(row: Row): Event[] {
  const from = `trial ${String(row['reused_from'])}`;
  const begun = timeOf(row, 'started_at');
  const ended = timeOf(row, 'finished_at');
  return [
    ...(begun === null
      ? []
      : [event(begun, `taken as ${from}, of another sweep`, row['worker'] as string | null)]),
    ...(ended === null ? [] : [event(ended, recordedText(row, row['state'] as string))]),
    event(timeOf(row, 'queued_at'), `reused here: the result is that of ${from}`),
  ];
}

function conflictsOf(row: Row): Event[] {
  const conflicts = (row['conflicts'] ?? []) as readonly (Omit<Death, 'reason'> & { ran?: unknown })[];
  return conflicts.map(({ at, worker, ran }) => {
    const by = computerText(ran, '');
    const how = by === '' ? '' : `, computed by ${by}`;
    return event(at, `a second result came that differs${how}; the first one stands`, worker);
  });
}

function event(at: string | null, what: string, by: string | null = null): Event {
  return { at: at === null ? null : new Date(at).toISOString(), what, by };
}

function timeOf(row: Row, column: string): string | null {
  const time = row[column] as Date | null;
  return time?.toISOString() ?? null;
}
