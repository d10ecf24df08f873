export { type AdapterOptions, findAdapter, type GpuAdapter, type GpuLimits } from './device.ts';
export { openWebGpu, type WebGpuEngine } from './engine.ts';
export { selfTest } from './self-test.ts';
export { WEBGPU_VARIANT } from './variant.ts';
