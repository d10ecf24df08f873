import { describe, expect, it } from 'vitest';
import { vaeParts } from '../../model/parts.ts';
import type { Engine, VaeEvaluation, VaeLosses } from '../port.ts';
import { IMAGE_VAE_CASES, TABLE_CASES, VAE_CASES, type VaeCase } from './cases.ts';
import {
  expectClose,
  expectCloseTraining,
  expectSameBits,
  present,
  type Tolerance,
  type Training,
} from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import { expectGradientClose, vaeGradient } from './probe.ts';

export interface Engines {
  /** The engine under examination. */
  readonly engine: Engine;
  readonly reference: Engine;
}

export const lossValues = (losses: VaeLosses): number[] => [
  losses.loss,
  losses.reconstruction,
  losses.kl,
  losses.prediction,
];

export function examineVae(engines: () => Engines, tolerance: Tolerance): void {
  const cases = [
    ...VAE_CASES.map((given) => ({ ...given, what: 'a VAE' })),
    ...TABLE_CASES.map((given) => ({ ...given, what: 'a VAE of tables' })),
    ...IMAGE_VAE_CASES.map((given) => ({ ...given, what: 'a VAE of images' })),
  ];
  describe.each(cases)('$what: $title', (given) => {
    const { shape, feed } = given;

    it('evaluates as the reference does', async () => {
      const actual = await evaluateFirst(engines().engine, given);
      const expected = await evaluateFirst(engines().reference, given);
      expectClose(lossValues(actual), lossValues(expected), tolerance.forward, 'loss');
      expectClose(actual.klPerLatent, expected.klPerLatent, tolerance.forward, 'KL per latent');
      expect(actual.accuracy).toBeCloseTo(expected.accuracy, 6);
    });

    it('generates as the reference does', async () => {
      const actual = await generateAll(engines().engine, given);
      const expected = await generateAll(engines().reference, given);
      expectClose(actual.features, expected.features, tolerance.forward, 'reconstruction');
      expectClose(actual.probabilities, expected.probabilities, tolerance.forward, 'probability');
      // Seen through the losses on the generated rows: their labels came along.
      expectClose(lossValues(actual.losses), lossValues(expected.losses), tolerance.forward, 'loss');
      expect(actual.losses.accuracy).toBeCloseTo(expected.losses.accuracy, 6);
    });

    it('generates a piece at a time what it generates at once, bit by bit', async () => {
      const { engine } = engines();
      const once = await generateAll(engine, given);
      const pieces = await generateAll(engine, given, 2);
      expectSameBits(pieces.features, once.features, 'reconstruction');
      expectSameBits(pieces.probabilities, once.probabilities, 'probability');
      expectSameBits(lossValues(pieces.losses), lossValues(once.losses), 'loss');
    });

    it('has the gradient of the reference', async () => {
      const actual = await vaeGradient(engines().engine, given);
      const expected = await vaeGradient(engines().reference, given);
      expectGradientClose(vaeParts(shape.network).layers, actual, expected, tolerance.gradient);
    });

    it('has the losses of the reference in ten passes, and its parameters then', async () => {
      const actual = await tenPasses(engines().engine, given);
      const expected = await tenPasses(engines().reference, given);
      expectCloseTraining(actual, expected, feed.order.length, tolerance);
    });
  });
}

async function evaluateFirst(engine: Engine, { shape, lane, feed }: VaeCase): Promise<VaeEvaluation> {
  const sources = loadSources(engine, feed);
  const cohort = await engine.vae(shape, [lane]);
  const count = feed.sources[0]!.labels.length;
  return present((await cohort.evaluate([{ source: sources[0]!, count, round: 3 }]))[0]);
}

/**
 * Generates a row for each of the order, from row 2 of a larger block on, and evaluates what came out. `batches`: of each
 * piece.
 */
async function generateAll(
  engine: Engine,
  { shape, lane, feed }: VaeCase,
  batches = Number.POSITIVE_INFINITY,
) {
  const sources = loadSources(engine, feed);
  const cohort = await engine.vae(shape, [lane]);
  const { order, columns } = feed;
  const into = engine.rows(order.length + 3, columns);
  into.write(0, new Float32Array((order.length + 3) * columns).fill(0.25), new Uint8Array(order.length + 3));
  const count = order.length + 3;
  const probabilities: number[] = [];
  for (let step = 0; step * shape.batchSize < order.length; step += batches) {
    const from = step * shape.batchSize;
    const piece = order.subarray(from, (step + batches) * shape.batchSize);
    const made = await cohort.generate([{ sources, order: piece, round: 5, step, into, at: 2 + from }]);
    probabilities.push(...present(made[0]));
  }
  return {
    features: await into.read(0, count),
    probabilities,
    losses: present((await cohort.evaluate([{ source: into, count, round: 0 }]))[0]),
  };
}

export async function tenPasses(engine: Engine, { shape, lane, feed }: VaeCase): Promise<Training> {
  const sources = loadSources(engine, feed);
  const cohort = await engine.vae(shape, [lane]);
  const losses: number[] = [];
  const accuracies: number[] = [];
  for (let round = 0; round < 10; round++) {
    const fitted = present((await cohort.fit([fitInput(sources, feed, round)]))[0]);
    losses.push(...lossValues(fitted));
    accuracies.push(fitted.accuracy);
  }
  return { losses, accuracies, parameters: await cohort.parameters(0) };
}
