import { describe, expect, it, vi } from 'vitest';
import { awaitOpen } from './await-open.ts';

const whyLater = (error: unknown) => (error instanceof TypeError ? null : (error as Error).message);

describe('Waiting for what is to be opened', () => {
  it('tries again until there is one, and tells why', async () => {
    const open = vi.fn<() => Promise<string>>().mockResolvedValue('open');
    open.mockRejectedValueOnce(new Error('No server.')).mockRejectedValueOnce(new Error('No server.'));
    const onWaiting = vi.fn();
    const { signal } = new AbortController();
    expect(await awaitOpen(open, { signal, whyLater, onWaiting, retryMs: 1 })).toBe('open');
    expect(onWaiting.mock.calls).toEqual([['No server.'], ['No server.']]);
  });

  it('ends when the user does not want it any more', async () => {
    const controller = new AbortController();
    const open = () => Promise.reject(new Error('No server.'));
    const onWaiting = () => controller.abort();
    expect(await awaitOpen(open, { signal: controller.signal, whyLater, onWaiting })).toBeNull();
  });

  it('ends with what does not heal by waiting', async () => {
    const refused = new TypeError('no such user');
    const { signal } = new AbortController();
    const waiting = awaitOpen(() => Promise.reject(refused), { signal, whyLater, onWaiting: () => {} });
    await expect(waiting).rejects.toBe(refused);
  });
});
