import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { denseClassifier } from '@latentsweep/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTfjsEngine } from '../engine.ts';
import { layNativePackage } from '../fixtures/native-package.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfjs-native-'));
  layNativePackage(folder, 'tfjs-node', '2.15.1');
  layNativePackage(folder, 'tfjs-node-gpu', null);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('loads a package that calls what Node removed from util, and trains with it', async () => {
  // The better one is tried first, as it is where the choice is left to the engine.
  const better = createTfjsEngine({ backend: 'tensorflow-gpu', nativeFolder: folder });
  await expect(better).rejects.toMatchObject({ code: 'backend_missing', reason: 'no CUDA' });
  const engine = await createTfjsEngine({ backend: 'tensorflow', nativeFolder: folder });
  expect(engine.id).toMatchObject({ backend: 'tensorflow', runtime: '2.15.1' });
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

it('takes either package, holds one of them in a thread, and does not take a CPU for a GPU', async () => {
  await expect(createTfjsEngine({ backend: 'tensorflow-gpu', nativeFolder: folder })).rejects.toMatchObject({
    code: 'backend_missing',
    message: expect.stringContaining('libtensorflow sees no GPU'),
  });
});
