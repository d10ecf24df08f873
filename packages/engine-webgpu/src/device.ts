import { BackendMissing, LatentsweepError, reasonOf } from '@latentsweep/core';

/** What of an adapter bounds the networks and cohorts that it trains. Bytes, invocations. */
interface GpuLimits {
  readonly workgroupBytes: number;
  readonly workgroupInvocations: number;
  readonly bindingBytes: number;
  readonly bufferBytes: number;
}

/** A GPU, or a program that stands for one, as its driver describes it. */
export interface GpuAdapter {
  readonly name: string;
  readonly vendor: string;
  readonly driver: string;
  /** It computes on the CPU, tens of times slower than the SIMD engine: for tests alone. */
  readonly isSoftware: boolean;
  /** How many of this name there are, itself among them. The others can't be reached: findings/vulkan-two-of-one-name.sh. */
  readonly alike: number;
  readonly limits: GpuLimits;
}

export interface AdapterOptions {
  /** Part of the name of the one that is meant. Absent: the fastest. */
  readonly part?: string;
}

/** An adapter with what has to stay referenced while a device of it lives. */
interface Found {
  readonly gpu: GPU;
  readonly adapter: GPUAdapter;
  readonly described: GpuAdapter;
}

/** A device with its adapter. */
export interface OpenDevice {
  readonly device: GPUDevice;
  readonly adapter: GpuAdapter;
  /** Dawn needs what made the device for as long as it lives: without this reference a process was seen to die. */
  readonly gpu: GPU;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** Kernels write what they read: zeros first would take as long as some steps, and a third of the time to compile. */
const FEATURES = 'enable-dawn-features=disable_workgroup_init';

/** Storage buffers that the kernels bind. */
const BUFFERS = 7;

/** The adapter that would be opened, or why there is none, in words. Never rejects. */
export async function findAdapter(
  options: AdapterOptions = {},
): Promise<GpuAdapter | { readonly missing: string }> {
  const found = await find(options);
  return 'missing' in found ? found : found.described;
}

/**
 * Opens a device. Throws BackendMissing where there is no adapter, or a software one alone without `allowSoftware`, or one whose
 * limits are too small.
 */
export async function openDevice({
  allowSoftware = false,
  ...options
}: AdapterOptions & { readonly allowSoftware?: boolean } = {}): Promise<OpenDevice> {
  const found = await find(options);
  if ('missing' in found) {
    throw new BackendMissing(
      `No GPU can be used here: ${found.missing}.`,
      found.missing,
      'Leave out `--engine webgpu`, or see docs/gpu.md for what a GPU needs.',
    );
  }
  const { gpu, adapter, described } = found;
  if (described.isSoftware && !allowSoftware) {
    const reason = `${described.name} is a driver in software, which is for tests`;
    throw new BackendMissing(
      `There is no GPU here: ${reason}.`,
      reason,
      'Leave out `--engine webgpu`: `simd` is tens of times faster on the same cores. In a test, add `--allow-software`.',
    );
  }
  const { limits } = adapter;
  if (limits.maxStorageBuffersPerShaderStage < BUFFERS) {
    const reason = `${described.name} binds ${limits.maxStorageBuffersPerShaderStage} buffers, and ${BUFFERS} are needed`;
    throw new BackendMissing(`This GPU can't be used: ${reason}.`, reason, 'Leave out `--engine webgpu`.');
  }
  try {
    const device = await adapter.requestDevice({
      requiredLimits: {
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxBufferSize: limits.maxBufferSize,
      },
    });
    return { device, adapter: described, gpu };
  } catch (error) {
    throw new LatentsweepError(
      'gpu_refused',
      `${described.name} gives no device: ${reasonOf(error)}`,
      'Check that no other program holds it, and that its driver is whole; or leave out `--engine webgpu`.',
      { cause: error },
    );
  }
}

async function find({ part }: AdapterOptions): Promise<Found | { readonly missing: string }> {
  let dawn: typeof import('webgpu');
  try {
    dawn = await import('webgpu');
  } catch (error) {
    return { missing: `the package \`webgpu\` can't be loaded (${reasonOf(error)})` };
  }
  Object.assign(globalThis, dawn.globals);
  try {
    return await request(dawn, part);
  } catch (error) {
    const message = reasonOf(error);
    const names = namesIn(message);
    const wanted = normalized(part ?? '');
    const meant = wanted === '' ? undefined : names.find((name) => normalized(name).includes(wanted));
    if (meant === undefined) return { missing: unknownPart(message, names, part) };
    return request(dawn, meant).catch((reason: unknown) => ({ missing: reasonOf(reason) }));
  }
}

async function request(
  dawn: typeof import('webgpu'),
  part: string | undefined,
): Promise<Found | { readonly missing: string }> {
  const gpu = dawn.create([FEATURES, ...(part === undefined ? [] : [`adapter=${part}`])]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { missing: 'no driver for Vulkan, Metal or Direct3D 12 was found' };
  return { gpu, adapter, described: describe(adapter, await namesOf(dawn)) };
}

/** Kept for the same reason as in `OpenDevice`: it was made of the same driver. */
let lister: GPU | undefined;

/** Of all adapters. Dawn tells them where it is asked for one that is not there. */
async function namesOf(dawn: typeof import('webgpu')): Promise<readonly string[]> {
  try {
    lister ??= dawn.create(['adapter=\u0001']);
    await lister.requestAdapter();
    return [];
  } catch (error) {
    return namesIn(reasonOf(error));
  }
}

const namesIn = (message: string): readonly string[] =>
  Array.from(message.matchAll(/name: '([^']*)'/g), ([, name]) => name!);

/** A name as an adapter tells it, where Dawn looks for it as the driver has it: `SwiftShader Device` is `swiftshader-device`. */
const normalized = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Why none is named so, with Dawn's list of adapters, in a line. */
function unknownPart(message: string, names: readonly string[], part: string | undefined): string {
  if (part === undefined || names.length === 0) return message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  return `no adapter's name contains "${part}"; there are ${names.join(', ')}`;
}

function describe({ info, limits }: GPUAdapter, names: readonly string[]): GpuAdapter {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const all = [vendor, architecture, device, description].join(' ');
  return {
    name: device || description || architecture || vendor || 'a GPU without a name',
    vendor,
    driver: description,
    isSoftware: isFallbackAdapter || SOFTWARE.test(all),
    alike: Math.max(1, names.filter((name) => normalized(name) === normalized(device)).length),
    limits: {
      workgroupBytes: limits.maxComputeWorkgroupStorageSize,
      workgroupInvocations: Math.min(
        limits.maxComputeInvocationsPerWorkgroup,
        limits.maxComputeWorkgroupSizeX,
      ),
      bindingBytes: limits.maxStorageBufferBindingSize,
      bufferBytes: limits.maxBufferSize,
    },
  };
}
