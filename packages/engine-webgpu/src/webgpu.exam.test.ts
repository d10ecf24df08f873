import { examineEngine } from '@latentsweep/core/exam';
import { vi } from 'vitest';
import { openWebGpu } from './engine.ts';
import { onSoftwareDriver, testDevice } from './fixtures.ts';

const images = 'it has no layers of images';

onSoftwareDriver(import.meta.url, () => {
  // The first tests wait until a kernel is compiled: eight seconds, and more beside others.
  vi.setConfig({ testTimeout: 300_000 });
  examineEngine('webgpu', () => openWebGpu(testDevice()), {
    tolerance: {
      forward: 1e-6,
      gradient: 1e-5,
      training: 1e-4,
      reason: 'the bits of the SIMD engine, whose tolerances these are',
    },
    exceptions: [
      { test: 'a VAE of images', reason: images },
      { test: 'a classifier of images', reason: images },
      { test: 'takes NaN through pooling', reason: images },
      { test: 'trains a VAE of images alone', reason: images },
      { test: 'trains a classifier alone as beside others, of images', reason: images },
    ],
  });
});
