import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { EngineOptions } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { stockMath } from '../math/stock.ts';
import type { LoadedBackend } from './port.ts';
import { restoreRemovedUtil } from './removed-util.ts';

export const NATIVE_PACKAGES = {
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
  tensorflow: '@tensorflow/tfjs-node',
} as const;
export type NativeName = keyof typeof NATIVE_PACKAGES;

/** Both packages register the same name, so that a thread can hold one of them; that for GPUs also serves without. */
const REGISTERED = 'tensorflow';
let holder: NativeName | null = null;

/** What is asked here of its backend. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** No GPU answers, although the package for one is there. */
export class NoGpuError extends Error {}

/**
 * TF.js over libtensorflow. The package is optional, found at run time: its library is half a gigabyte.
 * Throws whatever its loading throws, and NoGpuError.
 */
export async function loadNative(name: NativeName, { nativeFolder }: EngineOptions): Promise<LoadedBackend> {
  if (holder === 'tensorflow' && name === 'tensorflow-gpu') {
    throw new Error(`this thread has loaded ${NATIVE_PACKAGES[holder]} already`);
  }
  if (holder === null) {
    // libtensorflow tells stderr how it was built. It reads this once, when it is loaded first.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    restoreRemovedUtil();
    const resolve = createRequire(nativeFolder ? join(nativeFolder, 'package.json') : import.meta.url);
    resolve(NATIVE_PACKAGES[name]);
    holder = name;
  }
  if (!(await tf.setBackend(REGISTERED))) throw new Error('libtensorflow does not start');
  const { isUsingGpuDevice, binding } = tf.backend() as Partial<NodeBackend>;
  if (name === 'tensorflow-gpu' && !isUsingGpuDevice) throw new NoGpuError('TensorFlow sees no GPU');
  if (!binding) throw new Error(`${NATIVE_PACKAGES[holder]} does not say which libtensorflow it has`);
  return { registered: REGISTERED, math: stockMath, runtime: binding.TF_Version };
}
