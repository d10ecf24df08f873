import type { WorkerEvent } from '@latentsweep/worker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../serve/log.ts';
import { logWorker } from './worker-log.ts';
import { workerText } from './worker-text.ts';

const job = { jobId: '3.17.1', sweepId: 3 };
const ended: WorkerEvent = { kind: 'ended', ...job, trialId: 17, outcome: 'completed', durationMs: 1234 };
const EVENTS: readonly (readonly [WorkerEvent, LogEntry['level'], string])[] = [
  [{ kind: 'started', ...job, trials: 2, epochs: 40 }, 'info', 'Job 3.17.1 started: 2 trials, 40 epochs.'],
  [ended, 'info', 'Trial 17 of sweep 3 ended: completed after 1.2 s.'],
  [
    { kind: 'device', device: 'Card 5', reason: null },
    'info',
    'Card 5 trains too, whenever there are jobs enough for it.',
  ],
  [
    { kind: 'device', device: null, reason: 'no driver' },
    'info',
    'No GPU is used: no driver. `sweep doctor` says what one needs.',
  ],
  [
    { kind: 'device_given_up', device: 'Card 5', reason: 'it was lost' },
    'warn',
    'Card 5 is given up, and a CPU goes on in its place: it was lost',
  ],
  [{ kind: 'declined', ...job, reason: 'no gpu' }, 'warn', 'Job 3.17.1 declined: no gpu.'],
  [
    { kind: 'crashed', jobId: '3.17.1', trialIds: [17], reason: 'out of memory' },
    'error',
    'A thread died at job 3.17.1: out of memory.',
  ],
  [
    { kind: 'crashed', jobId: null, trialIds: [], reason: 'exit' },
    'error',
    'A thread died without a job: exit.',
  ],
  [{ kind: 'given_back', ...job, reason: 'stopping' }, 'info', 'Job 3.17.1 given back to the bus: stopping.'],
  [
    { kind: 'released', ...job, trialIds: [17], why: 'paused' },
    'info',
    'Job 3.17.1 dropped: its sweep was paused.',
  ],
  [
    { kind: 'not_delivered', ...job, reason: 'closed' },
    'error',
    'Job 3.17.1 was not delivered, and will run again: closed.',
  ],
  [
    { kind: 'bus_trouble', reason: 'NATS stores nothing' },
    'error',
    'The bus takes no results, which are kept: NATS stores nothing.',
  ],
  [{ kind: 'bus_trouble', reason: null }, 'info', 'The bus takes results again.'],
  [
    { kind: 'bad_message', reason: 'A job message has version 4; this program reads version 3.' },
    'error',
    'A message was refused: A job message has version 4; this program reads version 3. Run the same version on every machine.',
  ],
  [{ kind: 'connection', connected: true }, 'info', 'Connected to the bus again.'],
  [
    { kind: 'connection', connected: false },
    'warn',
    'The connection to the bus is lost; training goes on, results are kept.',
  ],
  [{ kind: 'state', state: 'gone' }, 'info', 'Stopped.'],
  [{ kind: 'cache_failed', reason: 'full' }, 'warn', 'Data sets cannot be kept on disk: full.'],
];

describe('The log of a worker', () => {
  let entries: LogEntry[];
  beforeEach(() => {
    vi.useFakeTimers();
    entries = [];
  });
  afterEach(() => vi.useRealTimers());
  const open = () => logWorker({ write: (entry) => entries.push(entry) });

  it.each(EVENTS)('tells of %o', (event, level, text) => {
    const { kind, ...fields } = event;
    expect(workerText(event)).toEqual({ level, text, fields: { event: kind, ...fields } });
  });

  it('counts trials that end too fast for a line each, and loses none', () => {
    const log = open();
    for (let trial = 0; trial < 500; trial++) log.tell(ended);
    log.tell({ kind: 'connection', connected: false });
    expect(entries).toHaveLength(11);
    vi.advanceTimersByTime(1000);
    expect(entries.at(-1)).toEqual({
      level: 'info',
      text: '490 more trials ended.',
      fields: { event: 'more', started: 0, ended: 490, given_back: 0 },
    });
    vi.advanceTimersByTime(5000);
    expect(entries).toHaveLength(12);
    for (let trial = 0; trial < 11; trial++) log.tell(ended);
    log.end();
    expect(entries.at(-1)!.text).toBe('1 more trial ended.');
  });
});
