import { describe, expect, it } from 'vitest';
import type { Layer } from '../../model/layer/kinds.ts';
import { classifierParts, vaeParts } from '../../model/parts.ts';
import { Purpose } from '../../random/stream.ts';
import {
  CLASSIFIER_CASES,
  type ClassifierCase,
  FUTURE_CASES,
  IMAGE_CASES,
  IMAGE_VAE_LAYERS,
  TABLE_CASES,
  VAE_CASES,
  type VaeCase,
} from '../exam/cases.ts';
import type { Feed } from '../exam/feed.ts';
import { classifierGradient, expectGradientClose, vaeGradient } from '../exam/probe.ts';
import { createReferenceEngine } from './engine.ts';
import { classifierLossAndGradient, vaeLossAndGradient, vaeRowLosses } from './gradient.ts';
import { batchDropped, batchEps, batchKeep } from './noise.ts';
import { klPerLatent, vaeForward } from './vae.ts';

/** A central difference of step h is off by about h^2 f''' / 6 + 2^-53 f / h: 1e-10 at h = 1e-5. */
const H = 1e-5;
const TOLERANCE = 1e-7;
const FLOOR = 1e-9;

function differences(w: Float64Array, loss: (w: Float64Array) => number): Float64Array {
  const moved = w.slice();
  return w.map((value, i) => {
    moved[i] = value + H;
    const above = loss(moved);
    moved[i] = value - H;
    const below = loss(moved);
    moved[i] = value;
    return (above - below) / (2 * H);
  });
}

/** The loss of the batch by its definition: sum of the weighted rows' losses over the number of rows. */
const batchLoss = (losses: readonly { loss: number }[]): number =>
  losses.reduce((sum, { loss }) => sum + loss, 0) / losses.length;

/** The first rows of the case, with noise and dropout. */
function vaeRows({ shape, lane, feed }: VaeCase, count: number) {
  const { network } = shape;
  const place = { seed: lane.seed, round: 0, step: 0, batchSize: count };
  const eps = batchEps(network.latentSize, Purpose.vaeNoise, place);
  const keep = batchKeep(vaeParts(network).encoder, lane.dropout, Purpose.vaeDropout, place);
  return plainRows(feed, count).map((row, b) => ({ ...row, eps: eps(b), keep: keep(b) }));
}

function plainRows({ columns, sources, weights }: Feed, count: number) {
  const { features, labels } = sources[0]!;
  return Array.from(labels.subarray(0, count), (y, b) => ({
    x: Float64Array.from(features.subarray(b * columns, (b + 1) * columns)),
    y,
    weight: weights?.[b] ?? 1,
  }));
}

function expectDifferences(layers: readonly Layer[], dw: Float64Array, expected: Float64Array): void {
  expect(dw.some((value) => value !== 0)).toBe(true);
  expectGradientClose(layers, dw, expected, TOLERANCE, FLOOR);
}

describe('the gradient of the reference', () => {
  // What is minimised where a KL counts in part is no loss that is told.
  const [whole, imagesWhole] = [TABLE_CASES, IMAGE_VAE_LAYERS].map((cases) =>
    cases.filter(({ shape: { network } }) => network.freeBits === 0),
  ) as [VaeCase[], VaeCase[]];

  it.each([...VAE_CASES, ...whole, ...FUTURE_CASES, ...imagesWhole])(
    'is that of finite differences for a VAE: $title',
    (given: VaeCase) => {
      const { network } = given.shape;
      const parts = vaeParts(network);
      const vae = { network, parts };
      const { parameters, lossWeights } = given.lane;
      const rows = vaeRows(given, 3);
      const w = Float64Array.from(parameters);
      const loss = (at: Float64Array) =>
        batchLoss(rows.map((row) => vaeRowLosses(network, row, vaeForward(vae, at, row), lossWeights)));
      const { dw } = vaeLossAndGradient(vae, w, rows, lossWeights);
      expectDifferences(parts.layers, dw, differences(w, loss));
    },
  );

  it('leaves out the KL of coordinates within their free bits, and takes the others as warm as they are', () => {
    const given = TABLE_CASES.find(({ title }) => title === 'free bits')!;
    const { network } = given.shape;
    const vae = { network, parts: vaeParts(network) };
    const { lossWeights } = given.lane;
    const rows = vaeRows(given, 3);
    const w = Float64Array.from(given.lane.parameters);
    const klOf = (at: Float64Array) => {
      const means = new Float64Array(network.latentSize);
      for (const row of rows) {
        klPerLatent(vaeForward(vae, at, row)).forEach((kl, j) => {
          means[j]! += (row.weight * kl) / rows.length;
        });
      }
      return means;
    };
    const counted = klOf(w).map((kl) => (kl < network.freeBits ? 0 : 1));
    expect(new Set(counted)).toEqual(new Set([0, 1]));
    const warmth = 0.75;
    const minimised = (at: Float64Array) => {
      const losses = rows.map((row) =>
        vaeRowLosses(network, row, vaeForward(vae, at, row), { ...lossWeights, kl: 0 }),
      );
      const kl = klOf(at).reduce((sum, value, j) => sum + value * counted[j]!, 0);
      return batchLoss(losses) + warmth * lossWeights.kl * kl;
    };
    const { dw } = vaeLossAndGradient(vae, w, rows, lossWeights, warmth);
    expectDifferences(vae.parts.layers, dw, differences(w, minimised));
  });

  it.each([...CLASSIFIER_CASES, ...IMAGE_CASES])(
    'is that of finite differences for a classifier: $title',
    (given: ClassifierCase) => {
      const parts = classifierParts(given.shape.network);
      const place = { seed: given.lane.seed, round: 0, step: 0, batchSize: 3 };
      const keep = batchDropped(parts.hidden, place);
      const rows = plainRows(given.feed, 3).map((row, b) => ({ ...row, keep: keep(b) }));
      const w = Float64Array.from(given.lane.parameters);
      const loss = (at: Float64Array) => batchLoss(classifierLossAndGradient(parts, at, rows).losses);
      const { dw } = classifierLossAndGradient(parts, w, rows);
      expectDifferences(parts.layers, dw, differences(w, loss));
    },
  );
});

describe('the probe of the exam', () => {
  it('reads the gradient of a VAE through the port', async () => {
    const given = VAE_CASES.find(({ title }) => title === 'one row')!;
    const { network } = given.shape;
    const { lane } = given;
    const parts = vaeParts(network);
    const w = Float64Array.from(lane.parameters);
    const { dw } = vaeLossAndGradient({ network, parts }, w, vaeRows(given, 1), lane.lossWeights);
    const read = await vaeGradient(createReferenceEngine(), given);
    expectGradientClose(parts.layers, read, dw, 1e-6);
  });

  it('reads the gradient of a classifier through the port', async () => {
    const given = CLASSIFIER_CASES.find(({ title }) => title === 'whole batches')!;
    const { shape, lane, feed } = given;
    const parts = classifierParts(shape.network);
    const w = Float64Array.from(lane.parameters);
    const { dw } = classifierLossAndGradient(parts, w, plainRows(feed, feed.order.length));
    const read = await classifierGradient(createReferenceEngine(), given);
    expectGradientClose(parts.layers, read, dw, 1e-6);
  });
});
