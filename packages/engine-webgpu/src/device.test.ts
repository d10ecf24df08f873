import { describe, expect, it, onTestFinished } from 'vitest';
import { findAdapter, openDevice } from './device.ts';
import { DEVICE, testDevice } from './fixtures.ts';

// Whatever machine this runs on, it may have a GPU.
describe('a GPU', () => {
  it('is described, or why there is none is said in words', async () => {
    const adapter = await findAdapter();
    if ('missing' in adapter) expect(adapter.missing).toMatch(/^\S.*[^.\s]$/);
    else expect(adapter.limits.workgroupBytes).toBeGreaterThanOrEqual(16_384);
  });

  it('is refused where its name is no adapter’s, with what to do', async () => {
    await expect(openDevice({ part: 'no such GPU' })).rejects.toMatchObject({
      code: 'backend_missing',
      hint: expect.stringContaining('--engine webgpu'),
    });
  });

  it('for tests is the one that is named', async () => {
    process.env[DEVICE] = 'no such GPU';
    onTestFinished(() => {
      delete process.env[DEVICE];
    });
    await expect(openDevice(testDevice())).rejects.toMatchObject({ code: 'backend_missing' });
  });
});
