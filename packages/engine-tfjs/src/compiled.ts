import { readFileSync } from 'node:fs';
import { LatentsweepError } from '@latentsweep/core';

const modules: { kernels?: WebAssembly.Module; draws?: WebAssembly.Module } = {};

/** A module of build/, compiled once a thread. Throws LatentsweepError `kernels_missing` where it has not been built. */
export function compiled(name: keyof typeof modules): WebAssembly.Module {
  modules[name] ??= new WebAssembly.Module(readModule(name));
  return modules[name];
}

function readModule(name: string): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(new URL(`../build/${name}.wasm`, import.meta.url));
  } catch (error) {
    throw new LatentsweepError(
      'kernels_missing',
      'The WASM kernels of the TF.js engine have not been built.',
      'Run `node scripts/build-kernels.mjs`.',
      { cause: error },
    );
  }
}
