import type { RunStatus } from '@latentsweep/coordinator';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { createMonitor } from './monitor.ts';

afterEach(() => vi.restoreAllMocks());

const status = {
  sweep: { name: 's', metric: 'test_accuracy' },
  counts: {
    queued: 1,
    running: 0,
    completed: 1,
    diverged: 0,
    failed: 0,
    quarantined: 0,
    cancelled: 0,
    waiting: 0,
    pruned: 0,
    reused: 0,
  },
  ...{ total: 2, endedHere: 1, trialsPerSecond: 1, secondsLeft: 1, best: null, jobs: [], notice: null },
} as unknown as RunStatus;

function clock() {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return (ms: number) => {
    now += ms;
  };
}

test('piped: a plain line every few seconds, no escape codes', () => {
  const later = clock();
  const terminal = fakeTerminal();
  const monitor = createMonitor(terminal, []);
  for (let i = 0; i < 120; i++) {
    later(100);
    monitor.status(status);
  }
  monitor.stopping();
  monitor.end();
  expect(terminal.written.err).toBe(`${'1 of 2 trials (50%), 1.0/s, 1.0 s left\n'.repeat(2)}stopping …\n`);
});

test('on a terminal: redrawn in place, notes stay above, nothing is left at the end', () => {
  const later = clock();
  const terminal = fakeTerminal({ width: 80 });
  const monitor = createMonitor(terminal, []);
  for (let i = 0; i < 3; i++) {
    later(200);
    monitor.status(status);
  }
  monitor.note('A note.');
  monitor.end();
  const { err } = terminal.written;
  expect(err.match(/1 of 2 trials/g)?.length).toBeGreaterThanOrEqual(3);
  expect(err).toContain('A note.\n');
  expect(err.endsWith('\u001B[1A\r\u001B[J\u001B[?25h')).toBe(true);
});

test('a note before the first status leaves the cursor where it was', () => {
  clock();
  const terminal = fakeTerminal({ width: 80 });
  const monitor = createMonitor(terminal, []);
  monitor.note('Waiting …');
  expect(terminal.written.err).toContain('Waiting …\n');
  expect(terminal.written.err).not.toContain('\u001B[1A');
});
