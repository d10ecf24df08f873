import {
  BackendMissing,
  type CohortShape,
  denseVae,
  type Engine,
  type EngineKind,
  formatEngineId,
  initialVae,
  type VaeNetwork,
} from '@latentsweep/core';
import { type EngineSpec, openEngine } from '@latentsweep/worker';

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
/** Where a step takes so many microseconds, nobody wants to wait for 64 lanes. */
const SLOW_STEP = 5000;
const FEW_LANES = 4;

/** What one backend is good for here. */
export type BackendReport =
  | {
      readonly works: true;
      /** Of what it found to run on, where its bits depend on that. */
      readonly runtime?: string | undefined;
      /** Microseconds of a VAE step of the deck's size, a trial: alone and in a cohort of `width`. */
      readonly step: { readonly alone: number; readonly width: number; readonly together: number };
      /** Of an engine on a device: which, what it showed of its bits, and what bounds it. */
      readonly device?: string;
    }
  | { readonly works: false; readonly reason: string; readonly fix: string };

/**
 * Loads a backend and times a step. One call a thread: a backend that was loaded stays, and native ones can't be held
 * together.
 */
export async function inspectBackend(
  engines: readonly EngineKind[],
  spec: EngineSpec,
): Promise<BackendReport> {
  try {
    const { engine } = await openEngine(engines, spec);
    const alone = await measureStep(engine, 1);
    const width = Math.min(alone > SLOW_STEP ? FEW_LANES : LANES, engine.traits.fuses);
    const together = await measureStep(engine, width);
    await engine.close();
    const device = deviceText(engine);
    const { runtime } = engine.id;
    const step = { alone, width, together };
    return { works: true, runtime, step, ...(device === null ? {} : { device }) };
  } catch (error) {
    if (!(error instanceof BackendMissing)) throw error;
    return { works: false, reason: error.reason, fix: error.hint };
  }
}

/** Null of an engine that runs on none. */
function deviceText({ id, traits, computedBy, limits }: Engine): string | null {
  if (!traits.ownProcess) return null;
  const which = computedBy
    ? `${computedBy.device}, driver ${computedBy.driver}: the bits of ${formatEngineId(id)}`
    : `${traits.device}: bits of its own, ${formatEngineId(id)}`;
  const bounds = Object.entries(limits ?? {}).map(([name, value]) => `${name} ${value}`);
  return bounds.length === 0 ? which : `${which} (${bounds.join(', ')})`;
}

/** Microseconds of a trial's VAE step in a cohort of `width`: the least of some, after one to warm up. */
async function measureStep(engine: Engine, width: number): Promise<number> {
  const { network, batchSize } = SHAPE;
  const count = batchSize * STEPS;
  const source = engine.rows(count, network.features);
  const lanes = Array.from({ length: width }, (_, k) => {
    const seed = [k, width] as const;
    const lossWeights = { reconstruction: 1, kl: 1, prediction: 1 };
    return { seed, parameters: initialVae(network, seed), lossWeights, dropout: 0, learningRate: 1e-3 };
  });
  const cohort = await engine.vae(SHAPE, lanes);
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
