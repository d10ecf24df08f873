import { HEARD_MS, type Presence } from '@latentsweep/bus';
import { beforeEach, describe, expect, it } from 'vitest';
import { Fleet } from './fleet.ts';

const presence = (worker: string, changes: Partial<Presence> = {}): Presence => ({
  ...{ v: 4, worker, host: 'h', pid: 7, version: '1', engine: 'simd@1', slots: 4, labels: [] },
  ...{ state: 'working', done: 3, trials: [{ sweepId: 1, trialIds: [1, 2] }] },
  ...changes,
});

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet();
});

describe('The fleet', () => {
  it('notes who joins, drains, leaves and falls silent', () => {
    expect(fleet.note(presence('a'), 0)).toEqual({ worker: 'a', what: 'joined' });
    expect(fleet.note(presence('a'), 1)).toBeNull();
    expect(fleet.note(presence('a', { state: 'draining' }), 2)).toEqual({ worker: 'a', what: 'draining' });
    expect(fleet.note(presence('a', { state: 'draining' }), 3)).toBeNull();
    expect(fleet.note(presence('a', { state: 'gone' }), 4)).toEqual({ worker: 'a', what: 'left' });
    expect(fleet.note(presence('never seen', { state: 'gone' }), 4)).toBeNull();
    fleet.note(presence('b'), 5);
    expect(fleet.forgetSilent(5 + HEARD_MS)).toEqual([]);
    expect(fleet.forgetSilent(6 + HEARD_MS)).toEqual([{ worker: 'b', what: 'lost' }]);
    expect(fleet.forgetSilent(7 + HEARD_MS)).toEqual([]);
  });

  it('counts the jobs that are trained at once', () => {
    fleet.note(presence('plain'), 0);
    fleet.note(presence('gpu', { slots: 1, labels: ['a100', 'gpu'] }), 0);
    fleet.note(presence('other', { engine: 'simd@2' }), 0);
    fleet.note(presence('leaving', { state: 'draining' }), 0);
    expect(fleet.capacity('simd@1', [])).toEqual({ jobs: 5, fused: false });
    expect(fleet.capacity('simd@1', ['gpu']).jobs).toBe(1);
    fleet.note(presence('gpu', { slots: 1, capacity: 64, labels: ['a100', 'gpu'] }), 0);
    expect(fleet.capacity('simd@1', [])).toEqual({ jobs: 68, fused: true });
    expect(fleet.capacity('simd@1', ['gpu', 'h100']).jobs).toBe(0);
  });

  it('gives rows of those that are there, and of those that left until they are saved', () => {
    fleet.note(presence('a'), 0);
    fleet.note(presence('b'), 0);
    fleet.note(presence('b', { state: 'gone', trials: [] }), 1);
    const rows = fleet.rows();
    expect(rows.map(({ name, state, running }) => [name, state, running])).toEqual([
      ['b', 'gone', 0],
      ['a', 'working', 2],
    ]);
    expect(fleet.rows()).toEqual(rows);
    fleet.saved(rows);
    expect(fleet.rows().map(({ name }) => name)).toEqual(['a']);
  });

  it('tells of those that left while others were saved, and of none that came back', () => {
    fleet.note(presence('a'), 0);
    const rows = fleet.rows();
    fleet.note(presence('a', { state: 'gone' }), 1);
    fleet.note(presence('b', { state: 'gone' }), 1);
    fleet.saved(rows);
    expect(fleet.rows().map(({ name }) => name)).toEqual(['a', 'b']);
    fleet.note(presence('a'), 2);
    expect(fleet.rows().map(({ name, state }) => [name, state])).toEqual([
      ['b', 'gone'],
      ['a', 'working'],
    ]);
  });

  it('keeps the newest of many that left while the store cannot be told', () => {
    for (let i = 0; i < 5000; i++) fleet.note(presence(`pod-${i}`, { state: 'gone' }), i);
    expect(fleet.rows()).toHaveLength(1000);
    expect(fleet.rows().at(-1)!.name).toBe('pod-4999');
  });
});
