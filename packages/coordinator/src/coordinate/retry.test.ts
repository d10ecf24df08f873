import { InputError, LatentsweepError } from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { isTransient, retry } from './retry.ts';

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('Trying again', () => {
  it('helps against lost connections, full disks and restarts', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '08006', '40001', '53100', '57P01']) {
      expect(isTransient(withCode(code)), code).toBe(true);
    }
    expect(isTransient(new LatentsweepError('store_unreachable', 'gone', 'wait'))).toBe(true);
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('does not help against mistakes', () => {
    expect(isTransient(withCode('42601'))).toBe(false);
    expect(isTransient(withCode('57014'))).toBe(false);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
    expect(isTransient(new InputError('unknown_sweep', 'gone', 'look'))).toBe(false);
  });

  it('returns what the first success returns', async () => {
    let calls = 0;
    const flaky = async () => {
      calls += 1;
      if (calls < 3) throw withCode('ECONNRESET');
      return calls;
    };
    expect(await retry(flaky, () => 10_000)).toBe(3);
  });

  it('ends with a clear error and its cause', async () => {
    const cause = withCode('ECONNREFUSED');
    await expect(
      retry(
        () => Promise.reject(cause),
        () => 100,
      ),
    ).rejects.toMatchObject({
      code: 'store_unreachable',
      cause,
    });
  });
});
