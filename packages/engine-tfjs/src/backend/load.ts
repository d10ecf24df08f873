import { BackendMissing, type EngineOptions } from '@latentsweep/core';
import { explain } from './explain.ts';
import { loadNative } from './native.ts';
import type { BackendName, LoadedBackend } from './port.ts';

/** Loads a backend into this thread. Throws BackendMissing where it can't be used here. */
export async function loadBackend(name: BackendName, options: EngineOptions): Promise<LoadedBackend> {
  try {
    return await load(name, options);
  } catch (error) {
    const { reason, fix } = explain(name, error);
    throw new BackendMissing(`The TF.js backend "${name}" can't be used here: ${reason}.`, reason, fix);
  }
}

/**
 * Modules are imported when they are wanted: TF.js for Node brings kernels of the CPU backend along and complains of
 * each that is there already.
 */
async function load(name: BackendName, options: EngineOptions): Promise<LoadedBackend> {
  switch (name) {
    case 'tensorflow-gpu':
    case 'tensorflow':
      return loadNative(name, options);
    case 'wasm':
      return (await import('./wasm.ts')).loadWasm();
    case 'cpu':
      return (await import('./cpu.ts')).loadCpu();
    default:
      throw new Error(`TF.js has no backend ${JSON.stringify(name satisfies never)}`);
  }
}
