import type { Engine } from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { describe, expect, it } from 'vitest';
import { findAdapter } from './device.ts';
import { openWebGpu } from './engine.ts';
import { onSoftwareDriver, testDevice } from './fixtures.ts';
import { selfTest } from './self-test.ts';

/** The SIMD engine, of which models that fit no workgroup’s memory end with one wrong bit. */
function wrongInDeviceMemory(): Engine {
  const simd = createSimdEngine();
  return {
    ...simd,
    vae: async (shape, lanes) => {
      const cohort = await simd.vae(shape, lanes);
      return {
        ...cohort,
        async parameters(lane) {
          const values = Float32Array.from(await cohort.parameters(lane));
          if (values.length > 16_384) new Uint32Array(values.buffer)[0]! ^= 1;
          return values;
        },
      };
    },
  };
}

describe('the self-test', () => {
  it('sees what differs only where models lie in the memory of the device', async () => {
    expect(await selfTest(wrongInDeviceMemory())).toMatchObject({
      exact: false,
      differs: expect.stringContaining('two VAEs of a hundred units'),
    });
  });
});

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

    it('is found by the name that it tells', async () => {
      const adapter = await findAdapter();
      if ('missing' in adapter) throw new Error(adapter.missing);
      for (const part of [adapter.name, 'SwiftShader Device (Subzero)', 'swiftshader']) {
        expect(await findAdapter({ part })).toEqual(adapter);
      }
      expect(await findAdapter({ part: '???' })).toHaveProperty('missing');
    });

    it("has the SIMD engine's bits", { timeout: 600_000 }, async () => {
      const engine = await openWebGpu(testDevice());
      expect(await selfTest(engine)).toEqual({ exact: true });
      await engine.close();
    });
  });
});
