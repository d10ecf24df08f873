import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Look, type Seen } from './watch-dog.ts';

const NAMES = ['jobs', 'results', 'contents'];
const WANTED = { names: NAMES, consumers: [2, 1, 0], mostStale: 100 };
const stream = (created = 'a', lastSequence = 10, consumers = 2, stale = 0): Seen => ({
  ...{ created, lastSequence, consumers, stale },
  delivered: 0,
});
const whole: Look = [stream(), stream(), stream()];
const act = (before: Look, now: Look) => judge(WANTED, before, now);

describe('The watch-dog', () => {
  it('does nothing while streams only grow', () => {
    const sequences = fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(sequences, (some) => {
        const before = NAMES.map((_, i) => stream('a', some[i]!));
        const now = NAMES.map((_, i) => stream('a', some[i]! + some[i + 3]!));
        expect(act(before, now)).toEqual({ act: 'nothing' });
      }),
    );
  });

  it.each([0, 1, 2])('takes a missing stream for lost: %i', (i) => {
    const now = whole.map((one, k) => (k === i ? null : one));
    expect(act(whole, now)).toMatchObject({ act: 'lost', remake: null });
    expect(act([], now)).toMatchObject({ act: 'lost' });
  });

  it.each([0, 1, 2])('takes a stream that somebody made anew for lost: %i', (i) => {
    const now = whole.map((one, k) => (k === i ? stream('b', 50) : one));
    expect(act(whole, now)).toMatchObject({ act: 'lost', remake: null });
  });

  it('removes the jobs when their last ones are missing, but no result or content', () => {
    for (const i of [0, 1, 2]) {
      const now = whole.map((one, k) => (k === i ? stream('a', 9) : one));
      expect(act(whole, now)).toMatchObject({ act: 'lost', remake: ['jobs', 'recorder', null][i] });
    }
  });

  it('notices a consumer that is ahead of its stream', () => {
    for (const [i, remake] of ['jobs', 'recorder'].entries()) {
      const now = whole.map((one, k) => (k === i ? { ...stream(), delivered: 11 } : one));
      expect(act(whole, now)).toMatchObject({ act: 'lost', remake });
    }
  });

  it('removes the jobs when dead ones fill the queue for a while', () => {
    const clogged = [stream('a', 10, 2, 101), stream(), stream()];
    expect(act(whole, clogged)).toEqual({ act: 'nothing' });
    expect(act(clogged, whole)).toEqual({ act: 'nothing' });
    expect(act(clogged, clogged)).toMatchObject({ act: 'lost', remake: 'jobs' });
  });

  it('makes consumers that are missing', () => {
    expect(act(whole, [stream('a', 10, 1), stream(), stream()])).toEqual({ act: 'ensure' });
    expect(act(whole, [stream(), stream('a', 10, 0), stream()])).toEqual({ act: 'ensure' });
  });
});
