import { InputError, LatentsweepError } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { refusalOf } from './refusal.ts';

const spell = (command: string) => `npx sweep ${command}`;

test.each([
  [new InputError('bad_where', 'No.', ''), 400],
  [new InputError('unknown_sweep', 'No.', ''), 404],
  [new InputError('sweep_running', 'No.', ''), 409],
  [new LatentsweepError('store_refused', 'No.', ''), 403],
  [new LatentsweepError('another', 'No.', ''), 500],
  [new TryAgain('store_unreachable', 'No.', ''), 503],
  [new Error('secret'), 500],
  ['secret', 500],
])('%s is refused with %i', (error, status) => {
  expect(refusalOf(error, spell)).toMatchObject({ status, retryAfter: status === 503 ? 2 : null });
});

test('commands are spelled, passwords and control characters are not shown', () => {
  const error = new InputError('x', 'At postgresql://me:geheim@db/x\u001b[31m.', 'See `sweep list`.');
  expect(refusalOf(error, spell).refusal.error).toEqual({
    code: 'x',
    message: 'At postgresql://me:…@db/x\\u{1B}[31m.',
    hint: 'See `npx sweep list`.',
  });
});

test('a fault of ours tells nothing of itself', () => {
  const { refusal } = refusalOf(new Error('secret'), spell);
  expect(JSON.stringify(refusal)).not.toMatch(/secret|at /);
  expect(refusal.error.code).toBe('internal');
});
