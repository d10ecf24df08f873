/**
 * Reading a gradient through the port. One rmsprop step from v = 0 moves w by lr g / sqrt((1 - rho) g^2 + eps),
 * nearly lr sign(g) / sqrt(1 - rho) for gradients of ordinary size, which says little. So the gradient is made
 * tiny by row weights c, a power of two that scales it without rounding: then the root is sqrt(eps), the step
 * linear in g, and lr = sqrt(eps) / c makes it g itself. The rest of the root is inverted exactly:
 *   u = lr c g / sqrt((1 - rho) c^2 g^2 + eps)   =>   c g = u sqrt(eps) / sqrt(lr^2 - (1 - rho) u^2)
 */

import type { Layer } from '../../model/layer/kinds.ts';
import { RMSPROP } from '../../model/optimizer.ts';
import type { ClassifierLane, CohortShape, Engine, FitInput, MaybePromise, VaeLane } from '../port.ts';
import type { ClassifierCase, VaeCase } from './cases.ts';
import { expectClose } from './close.ts';
import { type Feed, loadSources } from './feed.ts';

const SCALE = 2 ** -20;
const LEARNING_RATE = Math.sqrt(RMSPROP.epsilon) / SCALE;

interface Trainable {
  fit(inputs: readonly FitInput[]): MaybePromise<unknown>;
  parameters(lane: number): MaybePromise<Float32Array>;
  free(): void;
}

/** d loss / d w of the whole feed as one batch, in its order after the first shuffle. */
export const vaeGradient = (engine: Engine, { shape, lane, feed }: VaeCase): Promise<Float64Array> =>
  probe(engine, feed, lane, async (probed) => engine.vae(oneBatch(shape, feed), [{ ...lane, ...probed }]));

export const classifierGradient = (
  engine: Engine,
  { shape, lane, feed }: ClassifierCase,
): Promise<Float64Array> =>
  probe(engine, feed, lane, async (probed) =>
    engine.classifier(oneBatch(shape, feed), [{ ...lane, ...probed }]),
  );

function oneBatch<Network>(shape: CohortShape<Network>, feed: Feed): CohortShape<Network> {
  return { ...shape, optimizer: 'rmsprop', batchSize: feed.order.length };
}

async function probe(
  engine: Engine,
  feed: Feed,
  lane: VaeLane | ClassifierLane,
  create: (probed: { learningRate: number }) => Promise<Trainable>,
): Promise<Float64Array> {
  const sources = loadSources(engine, feed);
  const cohort = await create({ learningRate: LEARNING_RATE });
  const rows = sources.reduce((sum, source) => sum + source.capacity, 0);
  const weights = Float32Array.from({ length: rows }, (_, row) => SCALE * (feed.weights?.[row] ?? 1));
  await cohort.fit([{ sources, order: feed.order, weights, passes: 1, round: 0 }]);
  const after = await cohort.parameters(0);
  cohort.free();
  for (const source of sources) source.free();
  return Float64Array.from(after, (w, i) => gradientOfStep(lane.parameters[i]! - w));
}

function gradientOfStep(u: number): number {
  const { rho, epsilon } = RMSPROP;
  return (u * Math.sqrt(epsilon)) / Math.sqrt(LEARNING_RATE ** 2 - (1 - rho) * u * u) / SCALE;
}

/** Parameters are read back as f32 of size about 1: nothing below this can be seen. */
const READ_BACK = 2 ** -23;

/** Compares layer by layer, so that a layer with small gradients is not lost beside one with large ones. */
export function expectGradientClose(
  layers: readonly Layer[],
  actual: Float64Array,
  expected: Float64Array,
  tolerance: number,
  floor = READ_BACK,
): void {
  for (const { name, at, size } of layers) {
    const part = expected.subarray(at, at + size);
    const largest = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expectClose(actual.subarray(at, at + size), part, tolerance * largest + floor, `gradient of ${name}`);
  }
}
