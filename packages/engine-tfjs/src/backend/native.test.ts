import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { denseClassifier } from '@latentsweep/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTfjsEngine } from '../engine.ts';

/**
 * The native library is on no machine that runs these tests, so a package stands in for @tensorflow/tfjs-node that
 * registers the CPU backend's kernels under its name and, like the real one, calls functions that Node removed.
 */
const STAND_IN = `
const util = require('util');
const tf = require(${JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core'))});
require(${JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-cpu'))});
if (util.isNullOrUndefined(0) || !util.isNullOrUndefined(null) || !util.isArray([])) throw new Error('util is broken');
tf.copyRegisteredKernels('cpu', 'tensorflow');
tf.registerBackend('tensorflow', () => {
  const backend = tf.engine().registryFactory.cpu.factory();
  backend.isUsingGpuDevice = false;
  return backend;
});
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfjs-native-'));
  for (const name of ['tfjs-node', 'tfjs-node-gpu']) {
    const place = join(folder, 'node_modules/@tensorflow', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), name === 'tfjs-node' ? STAND_IN : 'throw new Error("no CUDA")');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('loads a package that calls what Node removed from util, and trains with it', async () => {
  // The better one is tried first, as it is where the choice is left to the engine.
  const better = createTfjsEngine({ backend: 'tensorflow-gpu', nativeFolder: folder });
  await expect(better).rejects.toMatchObject({ code: 'backend_missing', reason: 'no CUDA' });
  const engine = await createTfjsEngine({ backend: 'tensorflow', nativeFolder: folder });
  expect(engine.id.backend).toBe('tensorflow');
  expect(engine.traits.device).toBe('CPU, by libtensorflow');
  const rows = engine.rows(2, 1);
  rows.write(0, Float32Array.of(0, 1), Uint8Array.of(0, 1));
  const network = denseClassifier({ features: 1, hiddenSizes: [], classes: 2 });
  const cohort = await engine.classifier({ network, batchSize: 2, optimizer: 'rmsprop' }, [
    { seed: [1, 2], parameters: new Float32Array(2), learningRate: 0.1 },
  ]);
  const input = { sources: [rows], order: Uint32Array.of(0, 1), weights: null, passes: 5, round: 0 };
  const [fitted] = await cohort.fit([input]);
  expect(fitted!.loss).toBeLessThan(Math.LN2);
});

it('holds one of the two packages in a thread, and does not take a CPU for a GPU', async () => {
  await expect(createTfjsEngine({ backend: 'tensorflow-gpu', nativeFolder: folder })).rejects.toMatchObject({
    code: 'backend_missing',
    message: expect.stringContaining('this thread has loaded @tensorflow/tfjs-node already'),
  });
});
