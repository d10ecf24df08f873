import type { Engine } from '@latentsweep/core';
import { createClassifier } from './classifier.ts';
import { type AdapterOptions, type GpuAdapter, openDevice } from './device.ts';
import { Gpu } from './gpu.ts';
import { Kernels } from './kernels.ts';
import { GpuRows, RowMemory } from './rows.ts';
import { createVae } from './vae.ts';
import { WEBGPU_VARIANT } from './variant.ts';

export interface WebGpuEngine extends Engine {
  readonly adapter: GpuAdapter;
  close(): Promise<void>;
}

/**
 * f32 on a GPU, one workgroup a trial, in the order of the SIMD engine's sums: its bits, where `selfTest` says so. `part`: of the
 * adapter's name. Throws BackendMissing where there is none, or a driver in software without `allowSoftware`.
 *
 * A device that is lost, or has no more memory, makes calls reject with LatentsweepError `gpu_lost` or `gpu_out_of_memory`.
 */
export async function openWebGpu(
  options: AdapterOptions & {
    readonly allowSoftware?: boolean;
    /** Of a workgroup, where they are not what suits the adapter; for tests. No bit of a result depends on them. */
    readonly invocations?: number;
  } = {},
): Promise<WebGpuEngine> {
  const gpu = new Gpu(await openDevice(options));
  const kernels = new Kernels(gpu, options.invocations);
  const rows = new RowMemory(gpu);
  return {
    ...WEBGPU_VARIANT,
    traits: { ...WEBGPU_VARIANT.traits, device: gpu.adapter.name },
    adapter: gpu.adapter,
    rows: (capacity, columns) => new GpuRows(rows, capacity, columns),
    vae: async (shape, lanes) => createVae(kernels, rows, shape, lanes),
    classifier: async (shape, lanes) => createClassifier(kernels, rows, shape, lanes),
    close: () => gpu.close(),
  };
}
