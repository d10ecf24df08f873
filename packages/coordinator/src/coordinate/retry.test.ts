import { TryAgain } from '@latentsweep/store';
import { describe, expect, it } from 'vitest';
import { retry } from './retry.ts';

const refused = new Error('connect ECONNREFUSED');
const away = new TryAgain('store_unreachable', 'db cannot be reached.', 'Wait.', { cause: refused });

describe('Trying again', () => {
  it('returns what the first success returns', async () => {
    let calls = 0;
    const flaky = async () => {
      calls += 1;
      if (calls < 3) throw away;
      return calls;
    };
    expect(await retry(flaky, () => 10_000)).toBe(3);
  });

  it('does not help against mistakes', async () => {
    let calls = 0;
    const wrong = async () => {
      calls += 1;
      throw new TypeError('x is not a function');
    };
    await expect(retry(wrong, () => 10_000)).rejects.toThrow('x is not a function');
    expect(calls).toBe(1);
  });

  it('ends with how long it tried, and why', async () => {
    const tried = retry(
      () => Promise.reject(away),
      () => 20,
    );
    await expect(tried).rejects.toMatchObject({
      code: 'store_unreachable',
      message: expect.stringMatching(/for \d+ s: connect ECONNREFUSED$/),
      cause: refused,
    });
  });
});
