import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { createWasmMath } from '../math/wasm.ts';
import type { LoadedBackend } from './port.ts';

/**
 * TF.js's WASM backend, its binary read from node_modules. SIMD, without threads: a pool's thread is one core's
 * work already, and the threaded build would start a pool of its own in each.
 */
export async function loadWasm(): Promise<LoadedBackend> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(folder + sep);
  setThreadsCount(1);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend of TF.js does not start');
  return { registered: 'wasm', math: createWasmMath() };
}
