import type { Job } from '@latentsweep/bus';
import type { ClaimedTrial } from '@latentsweep/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

const trial = (id: number) => ({ id, config: { epochs: id } }) as unknown as ClaimedTrial;
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
    expect(inFlight.trial(3)).toEqual({ config: { epochs: 3 }, jobId: 'b' });
    expect(inFlight.trial(2)).toBeNull();
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
    expect(inFlight.atWork(2000)).toEqual([{ id: 'a', worker: 'w', epoch: 0, of: 2 }]);
    inFlight.noteEpoch('b', 2);
    inFlight.noteEpoch('gone', 2);
    expect(inFlight.atWork(2500)[1]).toEqual({ id: 'b', worker: 'w', epoch: 2, of: 3 });
  });
});
