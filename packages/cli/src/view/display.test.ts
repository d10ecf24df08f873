import type { RunStatus } from '@latentsweep/coordinator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { displayWidth } from '../terminal/text.ts';
import { displayLines, logLine, progressBar } from './display.ts';

const counts = {
  queued: 0,
  running: 0,
  completed: 0,
  diverged: 0,
  failed: 0,
  quarantined: 0,
  waiting: 0,
  pruned: 0,
  cancelled: 0,
  reused: 0,
};
const sweep = { name: 'deck-mixing', metric: 'test_accuracy' } as RunStatus['sweep'];
const start: RunStatus = {
  sweep,
  counts: { ...counts, queued: 320 },
  total: 320,
  endedHere: 0,
  trialsPerSecond: 0,
  secondsLeft: null,
  best: null,
  jobs: [],
  notice: null,
};
const middle: RunStatus = {
  ...start,
  counts: { ...counts, queued: 174, running: 4, completed: 138, diverged: 3, failed: 1 },
  endedHere: 142,
  trialsPerSecond: 2.13,
  secondsLeft: 85,
  best: { value: 0.73512, n: 3, hash: 'c0ffee', config: { arm: 'vae_mixing', latent_size: 10, dropout: 0 } },
  jobs: [
    {
      id: '1.7.1',
      config: { arm: 'smote', dropout: 0, epochs: 20 },
      replicate: 2,
      worker: 'local',
      epoch: 7,
      of: 20,
    },
  ],
};
const options = { width: 80, style: PLAIN, varying: ['arm', 'latent_size'], stopping: false };

test('the first moment: a bar and no invented numbers', () => {
  expect(displayLines(start, options)).toEqual([`deck-mixing  ${'░'.repeat(16)}    0 of 320 trials    0%`]);
});

test('the middle: rate, time left, best with what varies, jobs, trouble', () => {
  const lines = displayLines(middle, options);
  expect(lines[0]).toMatch(
    /^deck-mixing {2}█+[▏▎▍▌▋▊▉]?░+ {2}142 of 320 trials {3}44% {2}2\.1\/s {2}1 min 25 s left$/,
  );
  expect(lines.slice(1)).toEqual([
    '  best test_accuracy 0.7351 (mean of 3)  arm=vae_mixing latent_size=10',
    '  epoch 7 of 20  arm=smote, replicate 2, on local',
    '  1 failed, 3 diverged',
  ]);
});

test('one replicate is said to be one, and a job is known by what varies but epochs', () => {
  const best = { ...middle.best!, n: 1 };
  const lines = displayLines({ ...middle, best }, { ...options, varying: ['arm', 'epochs'] });
  expect(lines[1]).toBe('  best test_accuracy 0.7351 (one replicate)  arm=vae_mixing');
  expect(lines[2]).toBe('  epoch 7 of 20  arm=smote, replicate 2, on local');
  expect(displayLines(middle, { ...options, varying: [] })[2]).toBe('  epoch 7 of 20  replicate 2, on local');
});

test('stopping says how to leave at once', () => {
  expect(displayLines(middle, { ...options, stopping: true }).at(-1)).toContain('Ctrl-C again');
});

test('of a program, what it said so far is counted', () => {
  const own = { ...sweep, ownMeasures: ['loss'] };
  const jobs = [{ ...middle.jobs[0]!, of: 1 }];
  const lines = displayLines({ ...middle, sweep: own, jobs }, { ...options, varying: ['epochs'] });
  expect(lines[2]).toBe('  report 7  epochs=20, replicate 2, on local');
});

test('many jobs are a few lines', () => {
  const jobs = Array.from({ length: 64 }, (_, i) => ({ ...middle.jobs[0]!, id: `1.${i}.1`, epoch: 0 }));
  const lines = displayLines({ ...middle, jobs }, options);
  expect(lines.filter((l) => l.includes('starting  arm=smote'))).toHaveLength(3);
  expect(lines.join('\n')).toContain('and 61 more at work');
});

test('no line is wider than the terminal', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.string({ unit: 'grapheme' }), (width, name) => {
      const status = { ...middle, sweep: { ...sweep, name } };
      for (const line of displayLines(status, { ...options, width, stopping: true })) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('the bar is full at the end, empty at the start, and always as wide as asked', () => {
  expect(progressBar(1, 10, PLAIN)).toBe('██████████');
  expect(progressBar(0, 10, PLAIN)).toBe('░░░░░░░░░░');
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (done, width) => {
        expect(displayWidth(progressBar(done, width, PLAIN))).toBe(width);
      },
    ),
  );
});

test('a log line says it all', () => {
  expect(logLine(middle, options.varying)).toBe(
    '142 of 320 trials (44%), 2.1/s, 1 min 25 s left, best test_accuracy 0.7351 (mean of 3) of arm=vae_mixing latent_size=10, 1 failed, 3 diverged',
  );
  expect(logLine({ ...start, total: 0 }, [])).toBe('0 of 0 trials (100%)');
  expect(logLine({ ...start, notice: 'w has the engine a@1, not b@1' }, [])).toContain(', w has the engine');
});

test('on a cluster: who works, what died, and what is waited for', () => {
  const status = {
    ...middle,
    counts: { ...middle.counts, quarantined: 2 },
    ...{ jobs: [], workers: { count: 3, slots: 12 }, notice: 'no coordinator is running' },
  };
  expect(displayLines(status, options).slice(2)).toEqual([
    '  3 workers with 12 slots',
    '  no coordinator is running, 1 failed, 2 quarantined, 3 diverged',
  ]);
  expect(logLine(status, [])).toContain('3 workers with 12 slots, no coordinator is running');
  expect(displayLines({ ...status, workers: { count: 0, slots: 0 } }, options).join()).not.toContain(
    '0 workers',
  );
});
