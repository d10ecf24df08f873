import { expect, test } from 'vitest';
import { lifeOf } from './life.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, seconds));
const row = {
  ...{ state: 'completed', attempt: 1, worker: 'host-a', reused_from: null, error: null },
  ...{ death_log: null, conflicts: null, duration_ms: 1500, ran: null },
  ...{ queued_at: at(0), started_at: at(10), finished_at: at(20) },
};
const told = (changes: Partial<Record<keyof typeof row, unknown>>) =>
  lifeOf({ ...row, ...changes }).map(({ at: when, what, by }) => [
    when === null ? null : new Date(when).getUTCSeconds(),
    ...[what, by],
  ]);
const death = (seconds: number, worker: string | null, reason: string) => ({
  // As Postgres writes a time in JSON.
  ...{ at: at(seconds).toISOString().replace('Z', '+00:00'), worker, reason },
});

test('a trial that nothing befell', () => {
  expect(told({})).toEqual([
    [0, 'queued', null],
    [10, 'taken, attempt 1', 'host-a'],
    [20, 'recorded as completed after 1.5 s', null],
  ]);
  expect(told({ state: 'diverged', error: 'Epoch 2: loss was NaN' }).at(-1)![1]).toBe(
    'recorded as diverged after 1.5 s: Epoch 2: loss was NaN',
  );
});

test('a trial that waits, that runs, and that nobody was heard of with', () => {
  const waiting = { state: 'queued', attempt: 0, worker: null, started_at: null, finished_at: null };
  expect(told(waiting)).toEqual([[0, 'queued', null]]);
  const running = { ...waiting, state: 'running', attempt: 1, started_at: at(10), duration_ms: null };
  expect(told({ ...running, worker: 'host-a' })[1]).toEqual([10, 'taken, attempt 1', 'host-a']);
  expect(told(running)[1]).toEqual([10, 'taken, attempt 1; no worker was heard of yet', null]);
});

test('workers that died, and attempts of which the row knows only that they were', () => {
  const death_log = [death(3, 'host-a', 'thread ended'), death(5, null, '')];
  expect(told({ attempt: 5, death_log })).toEqual([
    [0, 'queued', null],
    [null, 'taken and given back, 2 times', null],
    [3, 'its worker died, and it was queued again: thread ended', 'host-a'],
    [5, 'its worker died, and it was queued again: no reason given', null],
    [10, 'taken, attempt 5', 'host-a'],
    [20, 'recorded as completed after 1.5 s', null],
  ]);
});

test('the last death ends a trial in quarantine, or in a cancelled sweep', () => {
  const death_log = [death(3, 'host-a', 'oom'), death(20, 'host-b', 'oom')];
  const ended = { attempt: 2, death_log, duration_ms: null, error: '2 workers died at it: …' };
  expect(told({ ...ended, state: 'quarantined' })).toEqual([
    [0, 'queued', null],
    [3, 'its worker died, and it was queued again: oom', 'host-a'],
    [10, 'taken, attempt 2', 'host-a'],
    [20, 'its worker died: oom', 'host-b'],
    [20, 'given up, in quarantine', null],
  ]);
  expect(told({ ...ended, state: 'cancelled', started_at: null }).slice(2)).toEqual([
    [20, 'its worker died: oom', 'host-b'],
    [20, 'cancelled', null],
  ]);
});

test('a result that was late came of an attempt from before a death', () => {
  expect(told({ death_log: [death(15, 'host-a', 'silent')] })).toEqual([
    [0, 'queued', null],
    [10, 'taken, attempt 1', 'host-a'],
    [15, 'its worker died, and it was queued again: silent', 'host-a'],
    [20, 'recorded as completed after 1.5 s', null],
  ]);
});

test('a result that was taken over, and one that came twice', () => {
  const ran = { engine: 'b@2', device: 'Card 5', driver: '550.1' };
  const conflicts = [
    { at: at(55).toISOString(), worker: 'host-c', ran: null },
    { at: at(56).toISOString(), worker: 'host-c', ran },
  ];
  expect(told({ reused_from: 7, attempt: 0, queued_at: at(50), conflicts, ran })).toEqual([
    [10, 'taken as trial 7, of another sweep', 'host-a'],
    [20, 'recorded as completed after 1.5 s, computed by b@2 on Card 5, driver 550.1', null],
    [50, 'reused here: the result is that of trial 7', null],
    [55, 'a second result came that differs; the first one stands', 'host-c'],
    [
      56,
      'a second result came that differs, computed by b@2 on Card 5, driver 550.1; the first one stands',
      'host-c',
    ],
  ]);
});
