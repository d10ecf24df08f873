import type { Engine } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, loaderOf } from './backend/choose.ts';
import type { BackendName, BackendOptions, MissingBackend } from './backend/port.ts';
import { TfjsClassifier } from './cohort/classifier.ts';
import { TfjsVae } from './cohort/vae.ts';
import type { Device } from './device.ts';
import { createDraws } from './draws.ts';
import { tfjsVersion } from './names.ts';
import { TfjsRows } from './rows.ts';

export interface TfjsOptions extends BackendOptions {
  /** `auto`, the default, takes the best that works. */
  readonly backend?: BackendName | 'auto';
}

export interface TfjsEngine extends Engine {
  readonly backend: BackendName;
  /** What it runs on, in words. */
  readonly device: string;
  /** With `auto`: better backends that can't be used here, and why. */
  readonly passedOver: readonly MissingBackend[];
}

/**
 * Cohorts fused along a trial axis, in TF.js. Results have the same bits on one machine; on others, or by other
 * backends, they agree within rounding.
 * Throws InputError `backend_missing`, LatentsweepError `kernels_missing`.
 */
export async function createTfjsEngine({
  backend = 'auto',
  ...options
}: TfjsOptions = {}): Promise<TfjsEngine> {
  // No advice on the console, such as to install tfjs-node.
  tf.enableProdMode();
  const { loaded, passedOver } = await chooseBackend(backend, loaderOf(options));
  const device: Device = {
    math: loaded.math,
    draws: createDraws(),
    async use() {
      if (tf.getBackend() !== loaded.registered) await tf.setBackend(loaded.registered);
    },
  };
  return {
    name: 'tfjs',
    version: tfjsVersion(loaded.name),
    backend: loaded.name,
    device: loaded.device,
    passedOver,
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
