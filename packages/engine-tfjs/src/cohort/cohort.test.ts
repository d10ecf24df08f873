import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  denseClassifier,
  denseVae,
  type Engine,
  initialClassifier,
  initialVae,
  type Network,
} from '@latentsweep/core';
import { expect, it } from 'vitest';
import { createTfjsEngine } from '../engine.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const SEED = [1, 2] as const;
const SIZES = { features: 3, hiddenSizes: [4], classes: 2 };
const shapeOf = <Shape extends Network>(network: Shape) =>
  ({ network, batchSize: 4, optimizer: 'rmsprop' }) as const;

/** A cohort, and the parameters that its lane began with. */
async function classifier(engine: Engine) {
  const network = denseClassifier(SIZES);
  const parameters = initialClassifier(network, SEED);
  const cohort = await engine.classifier(shapeOf(network), [{ seed: SEED, parameters, learningRate: 0.1 }]);
  return { cohort, given: new WeakRef(parameters) };
}

async function vae(engine: Engine) {
  const network = denseVae({ ...SIZES, latentSize: 2, reconstruction: 'bce', reduction: 'mean' });
  const parameters = initialVae(network, SEED);
  const lossWeights = { reconstruction: 1, kl: 1, prediction: 1 };
  const lane = { seed: SEED, parameters, lossWeights, dropout: 0.5, learningRate: 0.1 };
  return { cohort: await engine.vae(shapeOf(network), [lane]), given: new WeakRef(parameters) };
}

it.each([
  ['classifiers', classifier],
  ['VAEs', vae],
])('a cohort of %s holds the parameters of its lanes once', async (_, create) => {
  const { cohort, given } = await create(await createTfjsEngine({ backend: 'wasm' }));
  await setImmediate();
  collectGarbage();
  expect(given.deref()).toBeUndefined();
  expect(await cohort.parameters(0)).toBeInstanceOf(Float32Array);
  cohort.free();
});
