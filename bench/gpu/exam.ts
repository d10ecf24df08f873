/** The tests of the WebGPU engine on the GPU that is here: the exam that all engines pass, its arithmetic, and every arm's bits. */

import { findAdapter } from '../../packages/engine-webgpu/src/device.ts';
import { DEVICE, HAS_DRIVER, testDevice } from '../../packages/engine-webgpu/src/fixtures.ts';
import { option } from '../parts.ts';
import { runTests } from './vitest.ts';

/** In the order in which they tell most: what goes wrong in arithmetic goes wrong in all that follows. */
const FILES: Readonly<Record<string, () => Promise<unknown>>> = {
  'arithmetic, by operations': () => import('../../packages/engine-webgpu/src/arithmetic.test.ts'),
  'the exam of engines': () => import('../../packages/engine-webgpu/src/webgpu.exam.test.ts'),
  'every arm, bit by bit': () => import('../../packages/engine-webgpu/src/trials.test.ts'),
};

/** Of what failed: lists of thousands of numbers are no help. */
const MOST_WORDS = 600;

/** On the device that `--device` names a part of, or the fastest. Prints as it goes. Resolves to whether all tests passed. */
export async function examine(): Promise<boolean> {
  process.env[HAS_DRIVER] = '1';
  const device = option('device');
  if (device !== undefined) process.env[DEVICE] = device;
  const adapter = await findAdapter(testDevice());
  const isHere = 'name' in adapter;
  process.stdout.write(isHere ? `  on ${adapter.name}\n` : `  no GPU: ${adapter.missing}\n`);
  if (!isHere) return false;
  let allPassed = true;
  for (const [name, load] of Object.entries(FILES)) {
    const began = performance.now();
    const count = { passed: 0, skipped: 0, failed: 0 };
    const reasons = new Set<string>();
    await load();
    await runTests(({ test, outcome, words }) => {
      count[outcome]++;
      if (outcome === 'skipped') reasons.add(words);
      if (outcome === 'failed')
        process.stdout.write(
          `  FAILED: ${test}\n    ${words.slice(0, MOST_WORDS).replaceAll('\n', '\n    ')}\n`,
        );
    });
    const { passed, skipped, failed } = count;
    // A file without tests has not passed.
    if (failed > 0 || passed === 0) allPassed = false;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const why = skipped === 0 ? '' : `, ${skipped} skipped (${[...reasons].join('; ')})`;
    process.stdout.write(`  ${name}: ${passed} passed, ${failed} failed${why}; ${seconds} s\n`);
  }
  return allPassed;
}
