import type { RunStatus, Sighting } from '@latentsweep/coordinator';
import { expect, test } from 'vitest';
import { statusLine } from './status-line.ts';

test('a status is one line of JSON, whatever is in it', () => {
  const status = {
    sweep: { id: 3, slug: 'deck', state: 'running', reason: null, metric: 'test_accuracy' },
    counts: { queued: 1, running: 2, completed: 3, quarantined: 1 },
    ...{ total: 7, endedHere: 2, trialsPerSecond: 1.5, secondsLeft: 2, jobs: [], notice: 'a\nb' },
    best: { value: Number.NaN, n: 3, config: { arm: 'none' } },
    workers: { count: 2, slots: 8 },
  } as unknown as RunStatus;
  const line = statusLine(status, { leader: 'c' } as Sighting, new Date(0));
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({
    ...{ at: '1970-01-01T00:00:00.000Z', id: 3, sweep: 'deck', state: 'running', reason: null },
    ...{ total: 7, queued: 1, running: 2, completed: 3, quarantined: 1, trials_per_second: 1.5 },
    ...{ seconds_left: 2, metric: 'test_accuracy', best: 'NaN', best_n: 3, best_config: { arm: 'none' } },
    ...{ coordinator: 'c', workers: 2, slots: 8, waits_for: 'a\nb' },
  });
});
