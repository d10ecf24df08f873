import { expect, test } from 'vitest';
import { checkJob } from './check.ts';
import { exampleJob } from './fixtures/examples.ts';

test.each([1, 2, 4])('a job of version %i is refused in words that name both versions', (v) => {
  expect(() => checkJob({ ...exampleJob(1), v })).toThrow(
    `A job message has version ${v}; this program reads version 3.`,
  );
});
