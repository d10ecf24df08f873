import { BackendMissing } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { loadBackend } from './load.ts';

it('says how to get a native library that is not installed', async () => {
  const missing = loadBackend('tensorflow', { nativeFolder: '/nowhere' });
  await expect(missing).rejects.toThrow(BackendMissing);
  await expect(missing).rejects.toMatchObject({
    code: 'backend_missing',
    message: 'The TF.js backend "tensorflow" can\'t be used here: @tensorflow/tfjs-node is not installed.',
    reason: '@tensorflow/tfjs-node is not installed',
    hint: expect.stringMatching(/npm install .*@tensorflow\/tfjs-node@4.22.0/),
  });
});

it('loads WASM on a machine without libtensorflow', async () => {
  expect(await loadBackend('wasm', { nativeFolder: '/nowhere' })).toMatchObject({ registered: 'wasm' });
});
