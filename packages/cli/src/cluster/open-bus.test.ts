import type { Bus } from '@latentsweep/bus';
import { InputError, LatentsweepError } from '@latentsweep/core';
import { describe, expect, it, vi } from 'vitest';
import { awaitBus, openBus } from './open-bus.ts';

const BUS = {} as Bus;
const unreachable = () => new LatentsweepError('bus_unreachable', 'No server.', 'Start it.');

describe('Waiting for the bus', () => {
  it('tries again until there is one, and tells why', async () => {
    const open = vi.fn<() => Promise<Bus>>().mockResolvedValue(BUS);
    open.mockRejectedValueOnce(unreachable()).mockRejectedValueOnce(unreachable());
    const onWaiting = vi.fn();
    const controller = new AbortController();
    expect(await awaitBus(open, { signal: controller.signal, onWaiting, retryMs: 1 })).toBe(BUS);
    expect(onWaiting.mock.calls).toEqual([['No server.'], ['No server.']]);
  });

  it('ends when the user does not want it any more', async () => {
    const controller = new AbortController();
    const open = () => Promise.reject(unreachable());
    const onWaiting = () => controller.abort();
    expect(await awaitBus(open, { signal: controller.signal, onWaiting })).toBeNull();
  });

  it('ends with what does not heal by waiting', async () => {
    const refused = new InputError('bus_refused', 'No such user.', 'Name credentials.');
    const { signal } = new AbortController();
    const waiting = awaitBus(() => Promise.reject(refused), { signal, onWaiting: () => {} });
    await expect(waiting).rejects.toBe(refused);
  });
});

it('A command of the cluster needs to know where the bus is', async () => {
  await expect(openBus({ bus: null }, 'worker', 'w')).rejects.toMatchObject({ code: 'no_bus' });
});
