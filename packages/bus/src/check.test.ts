import { expect, test } from 'vitest';
import { checkJob, checkPresence } from './check.ts';
import { exampleJob } from './fixtures/examples.ts';

test.each([1, 2, 4])('a job of version %i is refused in words that name both versions', (v) => {
  expect(() => checkJob({ ...exampleJob(1), v })).toThrow(
    `A job message has version ${v}; this program reads version 3.`,
  );
});

test('a job whose config has a parameter of another version is refused by its name', () => {
  const job = exampleJob(1);
  expect(checkJob(job)).toEqual(job);
  expect(() => checkJob({ ...job, config: { ...job.config, toy: 3 } })).toThrow(
    "A job message is malformed at 'config': A config has toy = 3, which no config of this version has.",
  );
});

test('a message of another version names its worker', () => {
  const presence = { v: 1, worker: 'gpu-3', version: '0.1.0' };
  expect(() => checkPresence(presence)).toThrow(
    'A presence message of gpu-3 has version 1; this program reads version 3.',
  );
});
