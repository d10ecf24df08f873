/** What a device says beside the calls that went wrong, on one that says it when it is told to. */

import { isDeviceFull, isDeviceLost, LatentsweepError } from '@latentsweep/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenDevice } from './device.ts';
import { Gpu } from './gpu.ts';

class OutOfMemory extends Error {}

beforeEach(() => vi.stubGlobal('GPUOutOfMemoryError', OutOfMemory));
afterEach(() => vi.unstubAllGlobals());

function standIn() {
  const device = new EventTarget();
  const lost = Promise.withResolvers<{ readonly message: string }>();
  Object.assign(device, {
    ...{ lost: lost.promise, destroy() {} },
    queue: { onSubmittedWorkDone: async () => {} },
  });
  const limits = { workgroupBytes: 1, workgroupInvocations: 1, bindingBytes: 1, bufferBytes: 1 };
  const adapter = { name: 'Card 5', vendor: '', driver: '', isSoftware: false, alike: 1, limits };
  const gpu = new Gpu({ device, adapter, gpu: {} } as unknown as OpenDevice);
  return {
    gpu,
    /** False: it was kept from standard output. */
    say: (error: Error) =>
      device.dispatchEvent(Object.assign(new Event('uncapturederror', { cancelable: true }), { error })),
    async lose(message: string) {
      lost.resolve({ message });
      await lost.promise;
    },
    outcome: () => gpu.settled().catch((error: unknown) => error),
  };
}

test('where there is no memory, what was asked for fails, and what is smaller goes on', async () => {
  const { say, outcome } = standIn();
  expect(await outcome()).toBeUndefined();
  expect(say(new OutOfMemory('no room'))).toBe(false);
  const failure = await outcome();
  expect(isDeviceFull(failure)).toBe(true);
  expect(failure).toMatchObject({ message: 'Card 5 has no more memory.' });
  expect(await outcome()).toBeUndefined();
});

test('a device that is lost stays so, and says why', async () => {
  const { lose, outcome } = standIn();
  await lose('the driver was reset');
  for (let i = 0; i < 2; i++) {
    const failure = await outcome();
    expect(isDeviceLost(failure)).toBe(true);
    expect(failure).toMatchObject({ message: 'Card 5 was lost: the driver was reset' });
  }
});

test('a command that is refused is an error, the first of several', async () => {
  const { say, outcome } = standIn();
  expect(say(new Error('binding 3 is missing\nin a pass'))).toBe(false);
  say(new Error('and so on'));
  expect(await outcome()).toMatchObject({
    ...{ code: 'gpu_failed', message: 'Card 5 refused a command: binding 3 is missing' },
    hint: expect.stringContaining('--engine simd'),
  });
});

test('a device that was given back on purpose is not lost', async () => {
  const { gpu, lose, outcome } = standIn();
  await gpu.close();
  await lose('destroyed');
  expect(await outcome()).toBeInstanceOf(LatentsweepError);
  expect(await outcome()).toMatchObject({ code: 'gpu_failed', message: 'The GPU was given back.' });
});
