import type { Engine, EngineOptions } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { loadBackend } from './backend/load.ts';
import type { BackendName } from './backend/port.ts';
import { createClassifier } from './cohort/classifier.ts';
import { createVae } from './cohort/vae.ts';
import type { Device } from './device.ts';
import { createDraws } from './draws.ts';
import { TfjsRows } from './rows.ts';
import { variantOf } from './variant.ts';

export interface TfjsOptions extends EngineOptions {
  readonly backend: BackendName;
}

/**
 * Cohorts fused along a trial axis, in TF.js. Results have the same bits on one machine; whether on all is one of a
 * backend's traits (`exact`). Between backends they agree within rounding.
 * Throws BackendMissing, LatentsweepError `kernels_missing`.
 */
export async function createTfjsEngine({ backend, ...options }: TfjsOptions): Promise<Engine> {
  // No advice on the console, such as to install tfjs-node.
  tf.enableProdMode();
  const loaded = await loadBackend(backend, options);
  const device: Device = {
    math: loaded.math,
    draws: createDraws(),
    async use() {
      if (tf.getBackend() !== loaded.registered) await tf.setBackend(loaded.registered);
    },
  };
  const { id, ...variant } = variantOf(backend);
  return {
    ...variant,
    id: loaded.runtime === undefined ? id : { ...id, runtime: loaded.runtime },
    rows: (capacity, columns) => new TfjsRows(capacity, columns),
    async vae(shape, lanes) {
      await device.use();
      return createVae(device, shape, lanes);
    },
    async classifier(shape, lanes) {
      await device.use();
      return createClassifier(device, shape, lanes);
    },
    close() {},
  };
}
