import { type CohortShape, type Engine, InputError, initialVae, type VaeNetwork } from '@latentsweep/core';
import type { BackendName, BackendOptions } from './backend/port.ts';
import { createTfjsEngine } from './engine.ts';

/** The deck's plain VAE: what most trials are made of. */
const SHAPE: CohortShape<VaeNetwork> = {
  network: {
    features: 10,
    hiddenSizes: [10, 10],
    latentSize: 2,
    classes: 2,
    reconstruction: 'bce',
    reduction: 'mean',
  },
  batchSize: 160,
  optimizer: 'rmsprop',
};
const STEPS = 4;
const REPEATS = 3;

/** What one backend is good for here. */
export type BackendReport =
  | {
      readonly name: BackendName;
      readonly works: true;
      /** What it runs on, in words. */
      readonly device: string;
      /** Microseconds of a VAE step of the deck's size, a trial: alone and in a cohort of `width`. */
      readonly step: { readonly alone: number; readonly width: number; readonly together: number };
    }
  | { readonly name: BackendName; readonly works: false; readonly reason: string; readonly fix: string };

/**
 * Loads a backend and times a step. One call a thread: a backend that was loaded stays, and the two native ones can't
 * be held together.
 */
export async function inspectBackend(
  name: BackendName,
  options: BackendOptions = {},
): Promise<BackendReport> {
  try {
    const engine = await createTfjsEngine({ backend: name, ...options });
    const width = 64;
    const alone = await measureStep(engine, SHAPE, 1);
    const together = await measureStep(engine, SHAPE, width);
    await engine.close();
    return { name, works: true, device: engine.device, step: { alone, width, together } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { name, works: false, reason: error.message, fix: error.hint };
  }
}

/** Microseconds of a trial's VAE step in a cohort of `width`: the least of a few, after one to warm up. */
export async function measureStep(
  engine: Engine,
  shape: CohortShape<VaeNetwork>,
  width: number,
): Promise<number> {
  const { network, batchSize } = shape;
  const count = batchSize * STEPS;
  const source = engine.rows(count, network.features);
  const lanes = Array.from({ length: width }, (_, k) => {
    const seed = [k, width] as const;
    const lossWeights = { reconstruction: 1, kl: 1, prediction: 1 };
    return { seed, parameters: initialVae(network, seed), lossWeights, dropout: 0, learningRate: 1e-3 };
  });
  const cohort = await engine.vae(shape, lanes);
  try {
    const order = Uint32Array.from({ length: count }, (_, row) => row);
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round <= REPEATS; round++) {
      const started = performance.now();
      await cohort.fit(lanes.map(() => ({ sources: [source], order, weights: null, passes: 1, round })));
      if (round > 0) least = Math.min(least, performance.now() - started);
    }
    return (least * 1000) / STEPS / width;
  } finally {
    cohort.free();
    source.free();
  }
}
