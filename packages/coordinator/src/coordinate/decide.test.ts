import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHORES, type Chore } from './agenda.ts';
import { decide, type Situation } from './decide.ts';

const later = Object.fromEntries(CHORES.map((chore) => [chore, 100])) as Record<Chore, number>;

const beginning: Situation = {
  deaths: 0,
  returned: 0,
  aborted: false,
  sweepState: 'running',
  sweepReason: null,
  failure: null,
  reached: null,
  dueIn: later,
  expanded: false,
  queued: 0,
  running: 0,
  exact: true,
  trialsInFlight: 0,
  jobsInFlight: 0,
  trialsPerJob: 1,
  trialsPerSecond: 0,
  slots: 2,
  replicates: 1,
  lookahead: null,
};

const situation: fc.Arbitrary<Situation> = fc
  .record({
    deaths: fc.constantFrom(0, 0, 0, 2),
    returned: fc.constantFrom(0, 0, 0, 5),
    dueIn: fc.record({
      look: fc.integer({ min: -10, max: 500 }),
      count: fc.integer({ min: -10, max: 500 }),
      'find the best': fc.constantFrom(-1, 500, Number.POSITIVE_INFINITY),
      'keep up': fc.constantFrom(-1, 4000, Number.POSITIVE_INFINITY),
    }),
    aborted: fc.boolean(),
    sweepState: fc.constantFrom('running', 'paused', 'completed', 'cancelled', 'failed'),
    sweepReason: fc.constantFrom(null, 'because'),
    failure: fc.constantFrom(null, 'all failed'),
    reached: fc.constantFrom(null, null, 'target reached'),
    expanded: fc.boolean(),
    queued: fc.nat(10_000),
    running: fc.nat(10_000),
    exact: fc.boolean(),
    jobsInFlight: fc.nat(6000),
    trialsPerJob: fc.double({ min: 1, max: 20, noNaN: true }),
    trialsPerSecond: fc.double({ min: 0, max: 1e5, noNaN: true }),
    slots: fc.integer({ min: 1, max: 256 }),
    replicates: fc.integer({ min: 1, max: 1000 }),
    lookahead: fc.option(fc.nat(50)),
  })
  .map((s) => ({ ...s, trialsInFlight: Math.ceil(s.jobsInFlight * s.trialsPerJob) }));

describe('What to do next', () => {
  it('begins by making rows, then takes a few', () => {
    expect(decide(beginning)).toEqual({ do: 'expand', trials: 500 });
    expect(decide({ ...beginning, queued: 500 })).toEqual({ do: 'claim', trials: 4 });
    expect(decide({ ...beginning, queued: 496, trialsInFlight: 4, jobsInFlight: 4 })).toEqual({ do: 'wait' });
  });

  it('takes more at a time where trials are short, within bounds', () => {
    const short = { ...beginning, queued: 5000, expanded: true };
    expect(decide({ ...short, trialsPerSecond: 40 })).toEqual({ do: 'claim', trials: 60 });
    expect(decide({ ...short, trialsPerSecond: 1e6 })).toEqual({ do: 'claim', trials: 500 });
    const many = { ...short, trialsPerSecond: 1e6, trialsInFlight: 2500, jobsInFlight: 2500 };
    expect(decide(many)).toEqual({ do: 'claim', trials: 500 });
    expect(decide({ ...many, trialsInFlight: 2501, jobsInFlight: 2501 })).toEqual({ do: 'wait' });
  });

  it('counts trials of a job when it asks for jobs', () => {
    expect(decide({ ...beginning, queued: 100, trialsPerJob: 3 })).toEqual({ do: 'claim', trials: 12 });
  });

  it('gives threads a choice of jobs where replicates have data of their own', () => {
    const paired = { ...beginning, queued: 5000, expanded: true, replicates: 8 };
    expect(decide(paired)).toEqual({ do: 'claim', trials: 4 + 2 * 7 });
    expect(decide({ ...paired, replicates: 1000 })).toEqual({ do: 'claim', trials: 4 + 64 });
  });

  it('makes rows for a search that learns while few enough are open, and looks for orphans when none is', () => {
    const learning = { ...beginning, lookahead: 2, replicates: 3 };
    expect(decide(learning)).toEqual({ do: 'expand', trials: 500 });
    const open = (trialsInFlight: number) => ({ ...learning, trialsInFlight, jobsInFlight: trialsInFlight });
    expect(decide({ ...open(6), queued: 1 })).toEqual({ do: 'wait' });
    expect(decide({ ...open(6), queued: 0 })).toEqual({ do: 'expand', trials: 500 });
    expect(decide({ ...learning, exact: false })).toEqual({ do: 'count' });
    expect(decide({ ...learning, running: 1 })).toEqual({ do: 'take over' });
  });

  it('finishes only when the rows were counted and none is left', () => {
    const empty = { ...beginning, expanded: true };
    expect(decide(empty)).toEqual({ do: 'stop', outcome: 'completed', reason: null });
    expect(decide({ ...empty, exact: false })).toEqual({ do: 'count' });
    expect(decide({ ...empty, running: 1 })).toEqual({ do: 'take over' });
    expect(decide({ ...empty, trialsInFlight: 1, jobsInFlight: 1 })).toEqual({ do: 'wait' });
  });

  it('stops for the user first, then for the sweep’s state, then for failures', () => {
    const reasons = {
      ...beginning,
      sweepState: 'paused',
      sweepReason: 'lunch',
      failure: 'all failed',
    } as const;
    expect(decide({ ...reasons, aborted: true })).toEqual({
      do: 'stop',
      outcome: 'interrupted',
      reason: null,
    });
    expect(decide(reasons)).toEqual({ do: 'stop', outcome: 'paused', reason: 'lunch' });
    expect(decide({ ...beginning, failure: 'all failed' })).toMatchObject({
      outcome: 'failed',
      reason: 'all failed',
    });
  });

  it('is done once its target is reached, whatever waits, but not where it must stop', () => {
    const reached = { ...beginning, queued: 100, jobsInFlight: 3, trialsInFlight: 3, reached: 'reached' };
    expect(decide(reached)).toEqual({ do: 'stop', outcome: 'completed', reason: 'reached' });
    expect(decide({ ...reached, deaths: 1 })).toEqual({ do: 'charge deaths' });
    expect(decide({ ...reached, sweepState: 'paused' })).toMatchObject({ outcome: 'paused' });
    expect(decide({ ...reached, failure: 'all failed' })).toMatchObject({ outcome: 'failed' });
  });

  it('puts the trials in order before it stops, and looks at the sweep before it believes its state', () => {
    const due = { ...later, look: -1, count: -1, 'keep up': -1 };
    const busy = { ...beginning, aborted: true, deaths: 1, returned: 1, dueIn: due };
    expect(decide(busy)).toEqual({ do: 'charge deaths' });
    expect(decide({ ...busy, deaths: 0 })).toEqual({ do: 'put back' });
    expect(decide({ ...busy, deaths: 0, returned: 0 })).toMatchObject({ do: 'stop' });
    const paused = { ...beginning, sweepState: 'paused', dueIn: due } as const;
    expect(decide(paused)).toEqual({ do: 'look' });
    expect(decide({ ...paused, dueIn: { ...due, look: 500 } })).toMatchObject({ do: 'stop' });
    expect(decide({ ...beginning, dueIn: { ...due, look: 500 } })).toEqual({ do: 'count' });
    expect(decide({ ...beginning, dueIn: { ...later, 'keep up': 0 } })).toEqual({ do: 'keep up' });
  });

  it('never asks for nothing, for too much at once, or for more of a sweep that must stop', () => {
    fc.assert(
      fc.property(situation, (s) => {
        const action = decide(s);
        const mustStop = s.aborted || s.failure || !['running', 'completed'].includes(s.sweepState);
        const comesFirst = s.deaths > 0 || s.returned > 0 || (!s.aborted && s.dueIn.look <= 0);
        const stops = action.do === 'stop' && action.outcome !== 'completed';
        expect(stops).toBe(Boolean(mustStop) && !comesFirst);
        for (const chore of CHORES)
          if (action.do === chore && (chore !== 'count' || s.exact))
            expect(s.dueIn[chore]).toBeLessThanOrEqual(0);
        if (action.do === 'claim' || action.do === 'expand') {
          expect(action.trials).toBeGreaterThanOrEqual(1);
          expect(action.trials).toBeLessThanOrEqual(1000);
        }
        if (action.do === 'expand') expect(s.expanded).toBe(false);
        if (action.do === 'stop' && !stops && !s.reached) {
          expect(s).toMatchObject({ expanded: true, queued: 0, trialsInFlight: 0 });
        }
      }),
    );
  });

  it('leaves no slot without a job while results are on their way to the store', () => {
    // Before slots were left out of what was to be half gone: 4.2% with 16 slots and jobs of a second.
    for (const slots of [2, 4, 16, 64]) {
      for (const jobMs of [300, 500, 1000, 5000]) {
        expect([slots, jobMs, idleShare(slots, jobMs)]).toEqual([slots, jobMs, 0]);
      }
    }
  });

  it('brings any sweep to its end and keeps what waits bounded', () => {
    fc.assert(
      fc.property(fc.nat(30_000), fc.integer({ min: 1, max: 64 }), fc.nat(5000), (total, slots, speed) => {
        let s: Situation = { ...beginning, slots, trialsPerSecond: speed };
        let made = 0;
        let ended = 0;
        for (let step = 0; step < 100_000; step++) {
          const action = decide(s);
          if (action.do === 'stop') break;
          if (action.do === 'expand') {
            const rows = Math.min(action.trials, total - made);
            made += rows;
            s = { ...s, queued: s.queued + rows, expanded: made === total, exact: false };
          } else if (action.do === 'claim') {
            const claimed = Math.min(action.trials, s.queued);
            const flying = s.jobsInFlight + claimed;
            s = {
              ...s,
              queued: s.queued - claimed,
              jobsInFlight: flying,
              trialsInFlight: flying,
              exact: false,
            };
          } else if (action.do === 'count') {
            s = { ...s, running: s.trialsInFlight, exact: true };
          } else {
            expect(action.do).toBe('wait');
            // Nothing to do may only be where work is on its way.
            expect(s.jobsInFlight).toBeGreaterThan(0);
            ended += s.jobsInFlight;
            s = { ...s, jobsInFlight: 0, trialsInFlight: 0 };
          }
          expect(s.queued).toBeLessThanOrEqual(5000);
          expect(s.jobsInFlight).toBeLessThanOrEqual(3000);
        }
        expect(ended).toBe(total);
      }),
      { numRuns: 50 },
    );
  });
});

/** From a job's end until the coordinator has its result written: it is gathered with others, for a quarter of a second. */
const RECORDED_MS = 350;
const TICK_MS = 10;

/** The share of the slots' time in which they wait for a job, where jobs take `jobMs` give or take a fifth. */
function idleShare(slots: number, jobMs: number): number {
  const rates = { slots, trialsPerSecond: (1000 * slots) / jobMs, queued: 10_000, expanded: true };
  const ends = Array.from({ length: slots }, (_, i) => (i * jobMs) / slots);
  const recordedAt: number[] = [];
  const rounds = 20;
  // Those that the slots begin with.
  let inFlight = slots;
  let waiting = 0;
  let begun = 0;
  let idle = 0;
  for (let now = 0; now < rounds * jobMs; now += TICK_MS) {
    while (recordedAt[0] !== undefined && recordedAt[0] <= now) {
      recordedAt.shift();
      inFlight -= 1;
    }
    const action = decide({ ...beginning, ...rates, jobsInFlight: inFlight, trialsInFlight: inFlight });
    if (action.do === 'claim') {
      inFlight += action.trials;
      waiting += action.trials;
    }
    for (const [i, end] of ends.entries()) {
      if (end > now) continue;
      if (end > now - TICK_MS) recordedAt.push(now + RECORDED_MS);
      if (waiting > 0) {
        waiting -= 1;
        ends[i] = now + jobMs * (0.8 + 0.4 * ((++begun * 0.618034) % 1));
      } else idle += 1;
    }
  }
  return (idle * TICK_MS) / (slots * rounds * jobMs);
}
