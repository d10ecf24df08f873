import {
  denseClassifier,
  denseVae,
  type Engine,
  type EngineKind,
  formatEngineId,
  initialClassifier,
  initialVae,
} from '@latentsweep/core';
import { openEngine } from '@latentsweep/worker';
import { type Check, failed, ok, wrong } from './check.ts';

const ROWS = 32;
const FEATURES = 4;
const SHAPE = { batchSize: 16, optimizer: 'rmsprop' } as const;
const FIT = { weights: null, passes: 2, round: 0 } as const;

/** Loads the first of the engines and trains two tiny networks: losses must be numbers. */
export async function engineCheck(engines: readonly EngineKind[]): Promise<Check> {
  const { name } = engines[0]!;
  const rebuild = 'Build the kernels again: npm start does, and needs nothing else.';
  try {
    const { engine } = await openEngine(engines, { kind: name });
    const id = formatEngineId(engine.id);
    try {
      const losses = await tinyStep(engine);
      if (losses.every(Number.isFinite)) return ok('engine', `${id} trains`);
      return wrong('engine', `${id} computes losses that are no numbers: ${losses.join(', ')}`, rebuild);
    } finally {
      await engine.close();
    }
  } catch (error) {
    return failed('engine', error, rebuild, `the engine ${name} does not load: `);
  }
}

async function tinyStep(engine: Engine): Promise<number[]> {
  const rows = engine.rows(ROWS, FEATURES);
  const features = Float32Array.from({ length: ROWS * FEATURES }, (_, i) => (i % 7) / 7);
  rows.write(
    0,
    features,
    Uint8Array.from({ length: ROWS }, (_, i) => i % 2),
  );
  const input = { ...FIT, sources: [rows], order: Uint32Array.from({ length: ROWS }, (_, i) => i) };
  const seed = [1, 2] as const;
  const vaeNetwork = denseVae({
    ...{ features: FEATURES, hiddenSizes: [5], latentSize: 2, classes: 2 },
    ...{ reconstruction: 'bce', reduction: 'mean' },
  });
  const network = denseClassifier({ features: FEATURES, hiddenSizes: [], classes: 2 });
  const vae = await engine.vae({ ...SHAPE, network: vaeNetwork }, [
    {
      ...{ seed, parameters: initialVae(vaeNetwork, seed), dropout: 0, learningRate: 0.001 },
      lossWeights: { reconstruction: 1, kl: 1, prediction: 1 },
    },
  ]);
  const classifier = await engine.classifier({ ...SHAPE, network }, [
    { seed, parameters: initialClassifier(network, seed), learningRate: 0.001 },
  ]);
  try {
    const [first] = await vae.fit([input]);
    const [second] = await classifier.fit([input]);
    return [first?.loss ?? Number.NaN, second?.loss ?? Number.NaN];
  } finally {
    vae.free();
    classifier.free();
    rows.free();
  }
}
