import { expect, test } from 'vitest';
import type { Change } from './audit.ts';
import { slowestRecovery } from './recovery.ts';
import type { Reference, TrialRow } from './reference.ts';
import { different, doubled, lost, staleWrites } from './verdict.ts';

const row = (id: number, more: Partial<TrialRow> = {}): TrialRow => ({
  ...{ id, key: `k${id}`, config: { rate: id }, state: 'completed', attempt: 1, deaths: 0, error: null },
  ...{ resultHash: `h${id}`, ...more },
});
const change = (trialId: number, to: string, more: Partial<Change> = {}): Change => ({
  ...{ at: 0, by: 'a', trialId, from: 'running', to, attempt: 1, deaths: 0, ownerPid: 1, ...more },
});
const rows = [row(1), row(2), row(3)];
const reference: Reference = { checksum: '', trials: new Map(rows.map((one) => [one.key, one])) };
const poisoned = () => false;

test('all is well where all trials end once and as they do without faults', () => {
  expect(lost(rows, reference)).toBe(0);
  expect(doubled(rows, [change(1, 'completed'), change(2, 'completed')])).toBe(0);
  expect(different(rows, { reference, poisoned })).toBe(0);
});

test('a trial that is missing or has not ended is lost', () => {
  expect(lost([row(1), row(2, { state: 'queued' })], reference)).toBe(2);
});

test('a trial that is there twice, ended twice or was taken back after its end is doubled', () => {
  expect(doubled([...rows, row(4, { key: 'k1' })], [])).toBe(1);
  expect(doubled(rows, [change(1, 'completed'), change(1, 'diverged')])).toBe(1);
  expect(doubled(rows, [change(1, 'completed'), change(1, 'queued', { from: 'completed' })])).toBe(1);
});

test('a trial with another end or another result is different', () => {
  expect(different([row(1, { state: 'failed' })], { reference, poisoned })).toBe(1);
  expect(different([row(1, { resultHash: 'other' })], { reference, poisoned })).toBe(1);
});

test('a poisoned trial must be quarantined after three deaths', () => {
  const given = { reference, poisoned: ({ rate }: TrialRow['config']) => rate === 1 };
  expect(different([row(1, { state: 'quarantined', deaths: 3 })], given)).toBe(0);
  expect(different([row(1, { state: 'quarantined', deaths: 2 })], given)).toBe(1);
  expect(different([row(1)], given)).toBe(1);
});

test('only the owner may claim and take back; anyone may record', () => {
  const pids = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const stale = change(1, 'queued', { by: 'b' });
  expect(staleWrites([change(1, 'queued'), stale, change(1, 'completed', { by: 'b' })], pids)).toEqual([
    stale,
  ]);
});

test('recovery lasts until the last trial that was at work has ended', () => {
  const changes = [
    change(1, 'running', { at: 1 }),
    change(2, 'running', { at: 2 }),
    change(2, 'completed', { at: 12 }),
    change(1, 'queued', { at: 30 }),
    change(1, 'running', { at: 31 }),
    change(1, 'completed', { at: 40 }),
  ];
  expect(slowestRecovery(changes, [10])).toBe(30);
  expect(slowestRecovery(changes, [10, 30])).toBe(30);
  expect(slowestRecovery(changes, [0])).toBe(1);
  expect(slowestRecovery(changes, [])).toBe(null);
});
