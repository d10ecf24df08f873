import { BackendMissing } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { loadBackend } from './load.ts';

it('says how to get a native library that is not installed', async () => {
  const missing = loadBackend('tensorflow', { nativeFolder: '/nowhere' });
  await expect(missing).rejects.toThrow(BackendMissing);
  await expect(missing).rejects.toMatchObject({
    code: 'backend_missing',
    message: 'The TF.js backend "tensorflow" can\'t be used here: libtensorflow is not installed.',
    reason: 'libtensorflow is not installed',
    hint: expect.stringMatching(/`sweep setup tensorflow`/),
  });
});

it('loads WASM on a machine without libtensorflow', async () => {
  expect(await loadBackend('wasm', { nativeFolder: '/nowhere' })).toMatchObject({ registered: 'wasm' });
});
