/** Adapters as no machine of a test has them: a package that stands for Dawn. */

import { afterEach, expect, test, vi } from 'vitest';
import { findAdapter, openDevice } from './device.ts';

const LIMITS = {
  ...{ maxStorageBuffersPerShaderStage: 16, maxComputeWorkgroupStorageSize: 49_152 },
  ...{ maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupSizeX: 256 },
  ...{ maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 32 },
};
const INFO = { vendor: 'nobody', architecture: '', device: 'Card 5', description: '550.1' };

interface StandIn {
  readonly limits?: object;
  readonly info?: object;
  requestDevice?(): Promise<unknown>;
}

let machine: StandIn | null = null;
let names: readonly string[] = [];
vi.mock('webgpu', () => ({
  globals: {},
  create: (options: readonly string[]) => ({
    requestAdapter: async () => {
      // As Dawn tells them.
      if (options.some((option) => option === 'adapter=\u0001')) {
        const listed = names.map((name) => ` * backend: 'vulkan', name: '${name}'`);
        throw new Error(['no suitable backends found', 'Available adapters:', ...listed].join('\n'));
      }
      return (
        machine && {
          ...{ limits: { ...LIMITS, ...machine.limits }, info: { ...INFO, ...machine.info } },
          requestDevice: machine.requestDevice ?? (async () => 'a device'),
        }
      );
    },
  }),
}));
afterEach(() => {
  machine = null;
  names = [];
});

test('a machine without a driver has no adapter', async () => {
  const missing = 'no driver for Vulkan, Metal or Direct3D 12 was found';
  expect(await findAdapter()).toEqual({ missing });
  await expect(openDevice()).rejects.toMatchObject({
    ...{ code: 'backend_missing', reason: missing, hint: expect.stringContaining('docs/gpu.md') },
  });
});

test('an adapter is described by its least limits', async () => {
  machine = {};
  expect((await openDevice()).adapter).toEqual({
    ...{ name: 'Card 5', vendor: 'nobody', driver: '550.1', isSoftware: false, alike: 1 },
    limits: {
      ...{ workgroupBytes: 49_152, workgroupInvocations: 256 },
      ...{ bindingBytes: 2 ** 30, bufferBytes: 2 ** 32 },
    },
  });
});

test('those of the same name are counted', async () => {
  machine = { info: { device: 'card-5' } };
  names = ['Card 5', 'Card 50', 'Card 5'];
  expect(await findAdapter()).toMatchObject({ alike: 2 });
});

test('one that binds too few buffers is refused, with its number', async () => {
  machine = { limits: { maxStorageBuffersPerShaderStage: 4 } };
  await expect(openDevice()).rejects.toMatchObject({
    ...{ code: 'backend_missing', reason: 'Card 5 binds 4 buffers, and 7 are needed' },
  });
});

test.each([
  ['llvmpipe (LLVM 15)', false],
  ['Card 5', true],
])(
  'a driver in software is refused unless it is allowed: %s, fallback %s',
  async (device, isFallbackAdapter) => {
    machine = { info: { device, isFallbackAdapter } };
    await expect(openDevice()).rejects.toMatchObject({
      ...{ code: 'backend_missing', reason: `${device} is a driver in software, which is for tests` },
    });
    expect((await openDevice({ allowSoftware: true })).adapter.isSoftware).toBe(true);
  },
);

test('one that gives no device is an error that says so', async () => {
  machine = { requestDevice: () => Promise.reject(new Error('it is held by another program')) };
  await expect(openDevice()).rejects.toMatchObject({
    ...{ code: 'gpu_refused', message: 'Card 5 gives no device: it is held by another program' },
  });
});
