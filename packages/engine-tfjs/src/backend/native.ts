import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { EngineOptions } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { stockMath } from '../math/stock.ts';
import type { LoadedBackend } from './port.ts';
import { loadQuietly } from './quiet.ts';
import { restoreRemovedUtil } from './removed-util.ts';
import { chooseThreads } from './threads.ts';

const FOR_GPUS = '@tensorflow/tfjs-node-gpu';
const PLAIN = '@tensorflow/tfjs-node';
/**
 * Which packages may bring a backend, the usual one first. Both are the same program: what they compute on is for the
 * library to say that lies in them, and that for GPUs also serves without one.
 */
const PACKAGES = {
  'tensorflow-gpu': [FOR_GPUS, PLAIN],
  tensorflow: [PLAIN, FOR_GPUS],
} as const;
export type NativeName = keyof typeof PACKAGES;

/** Both packages register the same name: a thread holds one of them. */
const REGISTERED = 'tensorflow';
let holder: string | null = null;
/** Why CUDA does not start, in the words of the library that is held. */
let cudaFails: string | null = null;

/** What is asked here of its backend. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** None of the packages is there. */
export class NotInstalledError extends Error {}

/** No GPU answers, although the library is there. */
export class NoGpuError extends Error {}

/** The first of a backend's packages that is there, if one is. `nativeFolder`: where it lies, if not with this project. */
export function findPackage(
  name: NativeName,
  nativeFolder: string | undefined,
): { readonly pack: string; readonly load: () => unknown } | null {
  const require = createRequire(nativeFolder ? join(nativeFolder, 'package.json') : import.meta.url);
  for (const pack of PACKAGES[name]) {
    try {
      const file = require.resolve(pack);
      return { pack, load: () => require(file) };
    } catch {
      // Perhaps the other one.
    }
  }
  return null;
}

/**
 * TF.js over libtensorflow. The package is optional, found at run time: its library is a gigabyte.
 * Throws whatever its loading throws, NotInstalledError and NoGpuError.
 */
export async function loadNative(
  name: NativeName,
  { nativeFolder, widest }: EngineOptions,
): Promise<LoadedBackend> {
  chooseThreads(widest, process.env);
  if (holder === null) {
    const found = findPackage(name, nativeFolder);
    if (found === null) throw new NotInstalledError('libtensorflow is not installed');
    restoreRemovedUtil();
    cudaFails = loadQuietly(found.load, nativeFolder);
    holder = found.pack;
  }
  if (!(await tf.setBackend(REGISTERED))) throw new Error('libtensorflow does not start');
  const { isUsingGpuDevice, binding } = tf.backend() as Partial<NodeBackend>;
  if (name === 'tensorflow-gpu' && !isUsingGpuDevice) {
    throw new NoGpuError(`libtensorflow sees no GPU${cudaFails === null ? '' : `: ${cudaFails}`}`);
  }
  if (name === 'tensorflow' && isUsingGpuDevice) throw new Error('its libtensorflow computes on the GPU');
  if (!binding) throw new Error(`${holder} does not say which libtensorflow it has`);
  return { registered: REGISTERED, math: stockMath, runtime: binding.TF_Version };
}

/** Which of the two the library computes on here. Throws what `loadNative` throws but NoGpuError. */
export async function computesOn(options: EngineOptions): Promise<NativeName> {
  try {
    await loadNative('tensorflow-gpu', options);
    return 'tensorflow-gpu';
  } catch (error) {
    if (error instanceof NoGpuError) return 'tensorflow';
    throw error;
  }
}
