import type { Engine } from '@latentsweep/core';
import { createDraws } from '@latentsweep/engine-simd';
import * as tf from '@tensorflow/tfjs-core';
import { loadCpu } from './backend/cpu.ts';
import { loadWasm } from './backend/wasm.ts';
import { TfjsClassifier } from './cohort/classifier.ts';
import { TfjsVae } from './cohort/vae.ts';
import type { Device } from './device.ts';
import { TfjsRows } from './rows.ts';

export const TFJS_ENGINE_VERSION = '1';

export async function createTfjsEngine({ backend }: { backend: 'wasm' | 'cpu' }): Promise<Engine> {
  const loaded = await (backend === 'wasm' ? loadWasm() : loadCpu());
  const device: Device = {
    math: loaded.math,
    draws: createDraws(),
    async use() {
      if (tf.getBackend() !== loaded.registered) await tf.setBackend(loaded.registered);
    },
  };
  return {
    name: 'tfjs',
    version: `${TFJS_ENGINE_VERSION}-${backend}`,
    maxCohort: loaded.maxCohort,
    rows: (capacity, columns) => new TfjsRows(capacity, columns),
    async vae(shape, lanes) {
      await device.use();
      return new TfjsVae(device, shape, lanes);
    },
    async classifier(shape, lanes) {
      await device.use();
      return new TfjsClassifier(device, shape, lanes);
    },
    close() {},
  };
}
