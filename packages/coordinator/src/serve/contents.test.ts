import type { Bus } from '@latentsweep/bus';
import { expect, it, vi } from 'vitest';
import { spec } from '../coordinate/fixtures/sweep.ts';
import { Contents } from './contents.ts';

const FINGERPRINT = 'a'.repeat(64);

/** A bus that loses everything at once. */
function losingBus(whileLooking: () => void) {
  const putContent = vi.fn(async () => {});
  const getContent = vi.fn(async () => {
    whileLooking();
    return null;
  });
  return { putContent, getContent };
}

async function lookWhile(ends: (noLonger: () => void) => void) {
  let noLonger = () => {};
  const bus = losingBus(() => ends(noLonger));
  const contents = new Contents(bus as unknown as Bus, { getContent: async () => null }, () => {});
  noLonger = await contents.provide({ spec, fingerprint: FINGERPRINT });
  expect(bus.putContent).toHaveBeenCalledTimes(1);
  contents.look();
  await vi.waitFor(() => expect(bus.getContent).toHaveBeenCalled());
  await new Promise(setImmediate);
  return bus.putContent.mock.calls.length - 1;
}

it('puts back what the bus lost', async () => {
  expect(await lookWhile(() => {})).toBe(1);
});

it('puts nothing back for a sweep that ended while it looked', async () => {
  expect(await lookWhile((noLonger) => noLonger())).toBe(0);
});
