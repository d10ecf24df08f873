import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TrialReport } from '../thread/protocol.ts';
import { Outbox } from './outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const report = (job: number): TrialReport => ({
  ...{ job, trialId: job, attempt: 1, durationMs: 1 },
  result: { outcome: 'failed', error: 'exit_code: 1' },
});

function outbox() {
  const sent: number[][] = [];
  return { sent, box: new Outbox((reports) => sent.push(reports.map(({ job }) => job))) };
}

test('ends that come together are sent together, in their order', () => {
  const { sent, box } = outbox();
  for (const job of [1, 2, 3]) box.add(report(job));
  expect(sent).toEqual([]);
  box.flush();
  expect(sent).toEqual([[1, 2, 3]]);
  expect(box.sent).toBe(3);
});

test('an end waits for no other', () => {
  const { sent, box } = outbox();
  box.add(report(1));
  vi.runAllTimers();
  expect(sent).toEqual([[1]]);
  box.add(report(2));
  vi.runAllTimers();
  box.flush();
  expect(sent).toEqual([[1], [2]]);
});
