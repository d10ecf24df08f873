import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { openWebGpu } from './engine.ts';
import { softwareDriver } from './software-driver.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const MISSING =
  'no driver in software is here: `node scripts/software-gpu.mjs` fetches one from the npm registry (Linux, x64)';

/**
 * Set where this process has a driver: in software, for which it was started anew, as the loader of Vulkan is looked for when
 * a process starts; or that of a GPU, where the tests are run on one.
 */
export const HAS_DRIVER = 'LATENTSWEEP_TEST_GPU';
/** Part of the name of the device that tests are for, where there are several. */
export const DEVICE = 'LATENTSWEEP_TEST_GPU_NAME';

/** What the tests open. */
export function testDevice(): NonNullable<Parameters<typeof openWebGpu>[0]> {
  const part = process.env[DEVICE];
  return { allowSoftware: true, ...(part === undefined ? {} : { part }) };
}

/**
 * Tests that need a driver in software. They run in a process of their own, which is started with one; this one says whether they
 * passed. Where none can be had they are skipped, in words.
 */
export function onSoftwareDriver(file: string, tests: () => void): void {
  if (process.env[HAS_DRIVER]) {
    tests();
    return;
  }
  const driver = softwareDriver();
  describe('on a driver in software', () => {
    if (driver === null) {
      it.skip(MISSING, () => {});
      return;
    }
    it('passes', { timeout: 900_000 }, async () => {
      const { code, said } = await runTests(fileURLToPath(file), driver);
      expect(code, said).toBe(0);
    });
  });
}

/** The tests of a file, in a process with a driver. */
async function runTests(
  file: string,
  driver: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--maxWorkers=1', file], {
    cwd: ROOT,
    env: { ...process.env, ...driver, [HAS_DRIVER]: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, said };
}
