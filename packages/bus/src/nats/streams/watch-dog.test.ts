import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILES, PARTS, WORK } from './stream-settings.ts';
import { type Look, type Seen, verdictOn, type Wanted } from './watch-dog.ts';

const NAMES = {
  ...{ jobs: 'l-jobs', results: 'l-results', contents: 'l-contents' },
  ...{ artifacts: 'l-artifacts', checkpoints: 'l-checkpoints' },
};
const WANTED: Wanted = {
  names: NAMES,
  consumers: { jobs: 2, results: 1, contents: 0, artifacts: 0, checkpoints: 0 },
  mostStale: 100,
  version: '',
};
const stream = (changes: Partial<Seen> = {}): Seen => ({
  ...{ at: 0, created: 'a', lastSequence: 10, delivered: 0, deliveries: 0, consumers: 2, stale: 0 },
  ...{ asked: false, writer: '' },
  ...changes,
});
const whole = Object.fromEntries(PARTS.map((part) => [part, stream()])) as Look;
const only = (part: (typeof PARTS)[number], changes: Partial<Seen>): Look => ({
  ...whole,
  [part]: stream({ at: 2000, ...changes }),
});
const act = (before: Look | null, now: Look) => verdictOn(WANTED, PARTS, before, now);

describe('The watch-dog', () => {
  it('does nothing while streams only grow', () => {
    const count = PARTS.length;
    const sequences = fc.array(fc.nat(1000), { minLength: 2 * count, maxLength: 2 * count });
    const look = (some: readonly number[]) =>
      Object.fromEntries(PARTS.map((part, i) => [part, stream({ lastSequence: some[i]! })])) as Look;
    fc.assert(
      fc.property(sequences, (some) => {
        const later = some.slice(0, count).map((sequence, i) => sequence + some[i + count]!);
        expect(act(look(some), look(later))).toEqual({ act: 'nothing' });
      }),
    );
  });

  it.each(PARTS)('takes a missing stream for lost: %s', (part) => {
    const now = { ...whole, [part]: null };
    expect(act(whole, now)).toMatchObject({ act: 'lost', remake: [] });
    expect(act(null, now)).toMatchObject({ act: 'lost' });
  });

  it.each(FILES)('tells the loss of what trials left apart from that of work: %s', (part) => {
    const now = { ...whole, [part]: null };
    expect(verdictOn(WANTED, WORK, whole, now)).toEqual({ act: 'nothing' });
    expect(verdictOn(WANTED, FILES, whole, now)).toMatchObject({ act: 'lost' });
  });

  it.each(PARTS)('takes a stream that somebody made anew for lost: %s', (part) => {
    expect(act(whole, only(part, { created: 'b', lastSequence: 50 }))).toMatchObject({
      act: 'lost',
      remake: [],
    });
  });

  it('removes the jobs when their last ones are missing, but no result or content', () => {
    const remakes = { jobs: ['jobs'], results: ['recorder'], contents: [], artifacts: [], checkpoints: [] };
    for (const part of PARTS) {
      expect(act(whole, only(part, { lastSequence: 9 }))).toMatchObject({
        act: 'lost',
        remake: remakes[part],
      });
    }
  });

  it('notices a consumer that is ahead of its stream', () => {
    expect(act(whole, only('jobs', { delivered: 11 }))).toMatchObject({ act: 'lost', remake: ['jobs'] });
    expect(act(null, only('results', { delivered: 11 }))).toMatchObject({
      act: 'lost',
      remake: ['recorder'],
    });
  });

  it('removes the jobs when dead ones fill the queue for a while', () => {
    const clogged = (at: number) => only('jobs', { at, stale: 101 });
    expect(act(whole, clogged(2000))).toEqual({ act: 'nothing' });
    expect(act(clogged(2000), only('jobs', { at: 4000 }))).toEqual({ act: 'nothing' });
    expect(act(clogged(2000), clogged(4000))).toMatchObject({ act: 'lost', remake: ['jobs'] });
  });

  it('makes consumers that are missing', () => {
    expect(act(whole, only('jobs', { consumers: 1 }))).toEqual({ act: 'ensure' });
    expect(act(whole, only('results', { consumers: 0 }))).toEqual({ act: 'ensure' });
  });

  it('has results delivered again that were forgotten, once nothing else moves', () => {
    const forgot = (at: number, more: Partial<Seen> = {}) => only('results', { at, stale: 3, ...more });
    expect(act(whole, forgot(2000))).toEqual({ act: 'nothing' });
    expect(act(forgot(2000), forgot(4000, { deliveries: 1 }))).toEqual({ act: 'nothing' });
    expect(act(forgot(2000), forgot(4000, { stale: 2 }))).toEqual({ act: 'nothing' });
    expect(act(forgot(2000), forgot(4000))).toMatchObject({ act: 'lost', remake: ['recorder'] });
    // Acknowledgements between the two questions make the number too small, which says nothing.
    const odd = (at: number) => only('results', { at, stale: -3 });
    expect(act(odd(2000), odd(4000))).toEqual({ act: 'nothing' });
  });

  it('makes a stream anew that does not deliver what it is asked for', () => {
    for (const part of ['jobs', 'results'] as const) {
      const asked = (at: number, deliveries = 5) => only(part, { at, asked: true, deliveries });
      expect(act(whole, asked(2000))).toEqual({ act: 'nothing' });
      expect(act(asked(2000), asked(2100))).toEqual({ act: 'nothing' });
      expect(act(asked(2000), asked(4000, 6))).toEqual({ act: 'nothing' });
      expect(act(asked(2000), asked(4000))).toMatchObject({ act: 'lost', remake: [part] });
    }
  });

  it.each(PARTS)('makes a stream anew that an older server misreads: %s', (part) => {
    // What nats-server 2.9 says of a stream in which 2.15 noted removed messages.
    const misread = only(part, { lastSequence: 4_611_686_018_427_388_000 });
    for (const before of [null, whole]) {
      expect(act(before, misread)).toMatchObject({
        ...{ act: 'lost', remake: [part] },
        reason: expect.stringContaining('newer'),
      });
    }
  });

  it('makes all anew when an older server takes over, and only notes a newer one', () => {
    const written = Object.fromEntries(PARTS.map((part) => [part, stream({ writer: '2.15.3' })])) as Look;
    const by = (version: string) => verdictOn({ ...WANTED, version }, PARTS, written, written);
    expect(by('2.9.10')).toMatchObject({
      act: 'lost',
      remake: PARTS,
      reason: expect.stringContaining('2.15.3'),
    });
    expect(by('2.15.3')).toEqual({ act: 'nothing' });
    expect(by('2.15.4')).toEqual({ act: 'ensure' });
    // In a cluster of servers no version is known.
    expect(by('')).toEqual({ act: 'nothing' });
  });
});
