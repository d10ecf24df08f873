import type { RunStatus, ServeEvent } from '@latentsweep/coordinator';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { eventText } from './event-text.ts';
import { servingMetrics } from './metrics.ts';

const death = { kind: 'death', sweep: 'deck', trialIds: [1, 2], worker: 'w1', reason: 'it hung' } as const;

test.each([
  [{ kind: 'leading' }, 'info', 'This coordinator leads.'],
  [{ kind: 'sweep begun', sweep: 'deck' }, 'info', 'deck: running.'],
  [
    { kind: 'sweep ended', sweep: 'deck', state: 'completed', reason: null, seconds: 75 },
    'info',
    'deck: completed after 1 min 15 s',
  ],
  [
    { kind: 'sweep ended', sweep: 'deck', state: 'failed', reason: 'too many', seconds: 2 },
    'error',
    'deck: failed after 2.0 s: too many',
  ],
  [
    { kind: 'queue lost', reason: 'the stream l-jobs is missing' },
    'warn',
    'The queue of the bus was lost, and is made anew: the stream l-jobs is missing. Jobs are sent again.',
  ],
  [
    { kind: 'bus trouble', reason: 'NATS stores nothing' },
    'error',
    'The bus does not take what it is given: NATS stores nothing.',
  ],
  [{ kind: 'bus trouble', reason: null }, 'info', 'The bus takes all again.'],
  [{ kind: 'worker', worker: 'w1', what: 'lost' }, 'warn', 'Worker w1 has fallen silent.'],
  [{ kind: 'worker', worker: 'w1', what: 'joined' }, 'info', 'Worker w1 joined.'],
  [{ ...death, quarantined: false }, 'warn', 'deck: w1 died at 2 trials (1, 2): it hung; to be run again.'],
  [
    { ...death, trialIds: [7], worker: null, quarantined: true },
    'warn',
    'deck: a worker died at 1 trial (7): it hung; the third time, so quarantined.',
  ],
  [
    { kind: 'rung', sweep: 'deck', counts: 'epochs', rung: 2, epochs: null, kept: 3, dropped: 7 },
    'info',
    'deck: after 2 replicates 3 of 10 configs go on.',
  ],
  [
    { kind: 'store unreachable', error: new Error('postgresql://me:hunter2@db refuses') },
    'error',
    'The store cannot be reached; trying again: postgresql://me:…@db refuses',
  ],
] as [ServeEvent, string, string][])('%j', (event, level, text) => {
  expect(eventText(event)).toMatchObject({ level, text });
});

test('what programs read names the event and hides secrets', () => {
  expect(eventText({ ...death, quarantined: true })?.fields).toEqual({
    event: 'death',
    ...{ sweep: 'deck', trialIds: [1, 2], worker: 'w1', reason: 'it hung', quarantined: true },
  });
  const failed = eventText({
    kind: 'sweep failed to run',
    sweep: 'deck',
    error: new Error('nats://a:hunter2@h'),
  });
  expect(JSON.stringify(failed)).not.toContain('hunter2');
});

test('of many trials the first are named, and that there are more', () => {
  const conflict = eventText({ kind: 'conflict', trialIds: [1, 2, 3, 4, 5, 6] });
  expect(conflict?.text).toContain('6 trials (1, 2, 3, 4, 5, …)');
});

test('the state of a sweep is shown, not logged; names cannot drive a terminal', () => {
  expect(eventText({ kind: 'status', sweep: 'deck', requires: [], status: {} as RunStatus })).toBeNull();
  expect(eventText({ kind: 'worker', worker: 'a\u001B[2Jb', what: 'left' })?.text).not.toContain('\u001B');
});

test('metrics follow what is told', async () => {
  const registry = new Registry();
  let connected = false;
  const metrics = servingMetrics(registry, () => connected);
  const status = (endedHere: number, queued: number) =>
    ({ counts: { queued, running: 2 }, trialsPerSecond: 3, endedHere }) as unknown as RunStatus;
  expect(metrics.ready()).toMatchObject({ ok: false, details: { leading: false } });
  connected = true;
  for (const event of [
    { kind: 'leading' },
    { kind: 'worker', worker: 'a', what: 'joined' },
    { kind: 'worker', worker: 'b', what: 'joined' },
    { kind: 'worker', worker: 'b', what: 'draining' },
    { kind: 'worker', worker: 'b', what: 'left' },
    { kind: 'status', sweep: 'one', requires: [], status: status(5, 10) },
    { kind: 'status', sweep: 'one', requires: [], status: status(9, 6) },
    { kind: 'status', sweep: 'two', requires: [], status: status(1, 4) },
    { ...death, quarantined: false },
    { kind: 'conflict', trialIds: [1, 2] },
    { kind: 'bus trouble', reason: 'NATS stores nothing' },
  ] as ServeEvent[]) {
    metrics.note(event);
  }
  const value = async (name: string) => {
    const line = (await registry.metrics()).split('\n').find((l) => l.startsWith(`latentsweep_${name} `));
    return Number(line?.split(' ')[1]);
  };
  expect(metrics.ready()).toEqual({
    ok: true,
    details: { leading: true, connected: true, sweeps: 2, workers: 1 },
  });
  expect(await value('sweep_trials_ended_total')).toBe(10);
  expect(await value('trials_queued')).toBe(10);
  expect(await value('conflicts_total')).toBe(2);
  expect(await value('deaths_total')).toBe(1);
  expect(await value('bus_troubled')).toBe(1);
  metrics.note({ kind: 'bus trouble', reason: null });
  expect(await value('bus_troubled')).toBe(0);
  metrics.note({ kind: 'sweep ended', sweep: 'one', state: 'completed', reason: null, seconds: 1 });
  expect(await value('trials_queued')).toBe(4);
  metrics.note({ kind: 'lost the lead', reason: 'x' });
  expect(await value('leading')).toBe(0);
  expect(await value('workers')).toBe(0);
});
