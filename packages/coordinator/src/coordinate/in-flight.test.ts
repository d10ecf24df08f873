import type { Job } from '@latentsweep/bus';
import type { ClaimedTrial } from '@latentsweep/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

const trial = (id: number) => ({ id, config: { epochs: id }, deaths: 1 }) as unknown as ClaimedTrial;
const job = (id: string, trialIds: number[]) =>
  ({
    id,
    milestones: trialIds.map((trialId) => ({ trialId, epochs: trialId, attempt: 1 })),
  }) as unknown as Job;

let inFlight: InFlight;
beforeEach(() => {
  inFlight = new InFlight();
  inFlight.add([job('a', [1, 2]), job('b', [3])], [1, 2, 3].map(trial));
});

describe('What is in flight', () => {
  it('keeps a job until its last trial ended', () => {
    expect([inFlight.trials, inFlight.jobs]).toEqual([3, 2]);
    inFlight.remove(1);
    inFlight.remove(1);
    expect([inFlight.trials, inFlight.jobs]).toEqual([2, 2]);
    inFlight.remove(2);
    expect([inFlight.trials, inFlight.jobs]).toEqual([1, 1]);
    expect(inFlight.trial(3)).toEqual({ deaths: 1, jobId: 'b', worker: null });
    expect(inFlight.trial(2)).toBeNull();
  });

  it('takes no job whose trials nobody claimed', () => {
    expect(() => inFlight.add([job('c', [4, 5])], [trial(4)])).toThrow(TypeError);
  });

  it('awaits no results of trials that were given back, but of all others', () => {
    inFlight.giveBack([1, 2, 99]);
    expect(inFlight.returned).toEqual([1, 2]);
    expect([inFlight.awaited, inFlight.trials]).toEqual([1, 3]);
    inFlight.remove(1);
    expect(inFlight.returned).toEqual([2]);
    expect(inFlight.all).toEqual([2, 3]);
  });

  it('shows jobs that have been at work for a second', () => {
    inFlight.noteStarted('a', 'w', 1000);
    inFlight.noteStarted('b', 'w', 1500);
    inFlight.noteStarted('gone', 'w', 0);
    expect(inFlight.atWork(1999)).toEqual([]);
    expect(inFlight.atWork(2000)).toMatchObject([{ id: 'a', worker: 'w', epoch: 0, of: 2 }]);
    inFlight.noteEpoch('b', 2);
    inFlight.noteEpoch('gone', 2);
    expect(inFlight.atWork(2500)[1]).toMatchObject({ id: 'b', worker: 'w', epoch: 2, of: 3 });
  });

  const held = (now: number, any = true) =>
    inFlight.renewals(1000, now, any).map(({ trialId, worker }) => `${trialId} ${worker}`);

  it('renews what is on its way, unless the bus has nothing left', () => {
    expect(held(0)).toEqual(['1 null', '2 null', '3 null']);
    expect(held(0, false)).toEqual([]);
  });

  it('renews what a worker has while that is heard of', () => {
    inFlight.noteStarted('a', 'w', 0);
    expect(held(1000, false)).toEqual(['1 w', '2 w']);
    expect(held(1001, false)).toEqual([]);
    inFlight.noteHeld('w', [2], 1500);
    expect(held(2500, false)).toEqual(['1 w', '2 w']);
    expect(inFlight.heardOf(1000, 2500)).toBe(2);
    expect(inFlight.heardOf(1000, 2501)).toBe(0);
  });

  it('renews what a worker has let go of as long as it may be on its way', () => {
    inFlight.noteHeld('w', [1, 2, 3, 77], 0);
    inFlight.noteHeld('w', [3], 100);
    expect(held(200)).toEqual(['1 null', '2 null', '3 w']);
    inFlight.noteHeld('v', [1], 150);
    expect(held(200, false)).toEqual(['1 v', '2 v', '3 w']);
  });

  it('knows nothing of jobs that it took over until a worker names them', () => {
    inFlight.add([job('c', [4])], [trial(4)], 'unknown');
    expect(held(0)).not.toContain('4 null');
    inFlight.noteHeld('w', [4], 0);
    expect(held(0)).toContain('4 w');
  });

  it('takes back what no worker has when the bus lost its queue', () => {
    inFlight.noteStarted('b', 'w', 0);
    expect(inFlight.giveBackUnbegun()).toEqual(['a']);
    expect(inFlight.giveBackUnbegun()).toEqual([]);
    expect(inFlight.returned).toEqual([1, 2]);
  });
});
