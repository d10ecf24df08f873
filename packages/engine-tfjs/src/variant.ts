/** What others may know of this engine without loading TF.js. */

import { type EngineTraits, type EngineVariant, ONE_CORE } from '@latentsweep/core';
import type { BackendName } from './backend/port.ts';
import { slowOnOneCore, unsupportedHere } from './network/supports.ts';

export const NAME = 'tfjs';
/** Of libtensorflow: what `sweep setup tensorflow` installs, and what an id says before the library is there to ask. */
export const LIBTENSORFLOW_VERSION = '2.21.0';
/**
 * Of NVIDIA, for that library: the driver of CUDA 12.5, with which it was built. Older ones of CUDA 12 run what is there
 * as machine code alone, and for compute capability 9.0 and later most of it has to be compiled.
 */
export const OLDEST_DRIVER = '555.42.06';
/** Raised with every change that may alter a bit of a result. */
const VERSION = '1';

/** It sums in an order that depends on how many trials it trains together: its bits are its own affair. */
const LIBTENSORFLOW = { exact: false, takesTheMachine: true, optional: true };

/** The widths that pay are from the tables in docs/engines.md: libtensorflow gains up to 64, less on wide layers. */
const TRAITS: Readonly<Record<BackendName, EngineTraits>> = {
  'tensorflow-gpu': {
    ...LIBTENSORFLOW,
    fuses: 4096,
    pays: { from: 64, to: 4096 },
    gpu: true,
    driver: OLDEST_DRIVER,
    device: 'GPU, by libtensorflow',
  },
  tensorflow: {
    ...LIBTENSORFLOW,
    fuses: 256,
    pays: { from: 8, to: 64 },
    gpu: false,
    device: 'CPU, by libtensorflow',
  },
  wasm: { ...ONE_CORE, fuses: 256, pays: { from: 8, to: 8 }, device: 'CPU, one core, WebAssembly SIMD' },
  cpu: { ...ONE_CORE, fuses: 64, pays: { from: 8, to: 8 }, device: 'CPU, one core, JavaScript' },
};

/** Bits differ between backends: each is an engine of its own to whoever compares results. */
export function variantOf(backend: BackendName): EngineVariant {
  const traits = TRAITS[backend];
  const id = { kind: NAME, version: VERSION, backend };
  return {
    // Bits differ between versions of libtensorflow too.
    id: traits.optional ? { ...id, runtime: LIBTENSORFLOW_VERSION } : id,
    traits,
    supports: (network) => unsupportedHere(network) ?? (traits.optional ? null : slowOnOneCore(network)),
  };
}

/** The backends, best first. */
export const BACKENDS = Object.keys(TRAITS) as BackendName[];
