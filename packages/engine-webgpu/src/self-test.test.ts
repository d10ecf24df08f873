import { describe, expect, it } from 'vitest';
import { findAdapter } from './device.ts';
import { openWebGpu } from './engine.ts';
import { onSoftwareDriver } from './fixtures.ts';
import { selfTest } from './self-test.ts';

onSoftwareDriver(import.meta.url, () => {
  describe('an adapter in software', () => {
    it('is found, and refused unless it is asked for', async () => {
      expect(await findAdapter()).toMatchObject({ isSoftware: true, limits: { workgroupBytes: 32_768 } });
      expect(await findAdapter({ part: 'no such GPU' })).toMatchObject({
        missing: expect.stringContaining('no such GPU'),
      });
      await expect(openWebGpu()).rejects.toMatchObject({
        code: 'backend_missing',
        hint: expect.stringContaining('--allow-software'),
      });
    });

    it("has the SIMD engine's bits", { timeout: 600_000 }, async () => {
      const engine = await openWebGpu({ allowSoftware: true });
      expect(await selfTest(engine)).toEqual({ exact: true });
      await engine.close();
    });
  });
});
