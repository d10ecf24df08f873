/** What `gpu.sh` runs on a machine with a GPU, from the bundle: `self-test`, `exam` or `bench`. Ends with 1 where bits differ. */

import { reasonOf } from '@latentsweep/core';
import { WEBGPU } from '../../packages/engine-webgpu/src/kind.ts';
import { print } from '../parts.ts';
import { examine } from './exam.ts';
import { benchWebGpu, openDevice } from './webgpu.ts';

async function selfTest(): Promise<boolean> {
  const { test } = await WEBGPU.load();
  const engine = await openDevice();
  const { name, driver, isSoftware, limits } = engine.adapter;
  print(name, `${driver}${isSoftware ? ', a driver in software' : ''}`);
  for (const [what, limit] of Object.entries(limits)) print(`  ${what}`, limit.toLocaleString('en-US'));
  const began = performance.now();
  const verdict = await test(engine);
  await engine.close();
  print('  self-test', `${((performance.now() - began) / 1000).toFixed(1)} s`);
  print('  simd’s bits', verdict.exact ? 'yes' : `NO: ${verdict.differs}`);
  return verdict.exact;
}

/** Each says whether all is well. */
const STEPS: Readonly<Record<string, () => Promise<boolean | null>>> = {
  'self-test': selfTest,
  exam: examine,
  bench: benchWebGpu,
};

const step = STEPS[process.argv[2] ?? ''];
if (!step) {
  process.stderr.write(`usage: node machine.js ${Object.keys(STEPS).join('|')}\n`);
  process.exit(2);
}
try {
  process.exitCode = (await step()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`  ${reasonOf(error)}\n`);
  process.exitCode = 1;
}
