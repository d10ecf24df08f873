import { type CohortShape, denseVae, type Engine, initialVae, type VaeNetwork } from '@latentsweep/core';
import { loaderOf } from './backend/choose.ts';
import { explain } from './backend/explain.ts';
import type { BackendName, BackendOptions, MissingBackend } from './backend/port.ts';
import { createTfjsEngine } from './engine.ts';

/** The deck's plain VAE: what most trials are made of. */
const SHAPE: CohortShape<VaeNetwork> = {
  network: denseVae({
    features: 10,
    hiddenSizes: [10, 10],
    latentSize: 2,
    classes: 2,
    reconstruction: 'bce',
    reduction: 'mean',
  }),
  batchSize: 160,
  optimizer: 'rmsprop',
};
const STEPS = 4;
/** Time for a measurement: enough for machine code to be made. */
const BUDGET_MS = 150;
const MIN_REPEATS = 2;
const LANES = 64;
/** Where a step takes milliseconds, nobody wants to wait for 64 lanes. */
const FEW_LANES = 4;

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
  | ({ readonly works: false } & MissingBackend);

/**
 * Loads a backend and times a step. One call a thread: a backend that was loaded stays, and the two native ones can't
 * be held together.
 */
export async function inspectBackend(
  name: BackendName,
  options: BackendOptions = {},
): Promise<BackendReport> {
  try {
    await loaderOf(options)(name);
  } catch (error) {
    return { works: false, ...explain(name, error) };
  }
  const engine = await createTfjsEngine({ backend: name, ...options });
  try {
    const width = name === 'cpu' ? FEW_LANES : LANES;
    const alone = await measureStep(engine, SHAPE, 1);
    const together = await measureStep(engine, SHAPE, width);
    return { name, works: true, device: engine.device, step: { alone, width, together } };
  } finally {
    await engine.close();
  }
}

/** Microseconds of a trial's VAE step in a cohort of `width`: the least of some, after one to warm up. */
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
    const ends = performance.now() + BUDGET_MS;
    for (let round = 0; round <= MIN_REPEATS || performance.now() < ends; round++) {
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
