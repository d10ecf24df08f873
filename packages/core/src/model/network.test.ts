import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Purpose } from '../random/stream.ts';
import { initialClassifier, initialParameters, initialVae } from './initial.ts';
import type { Layer } from './layer/kinds.ts';
import { type DenseVae, denseClassifier, denseVae, headOutputs } from './network.ts';
import { classifierParts, vaeParts } from './parts.ts';

const PLAIN: DenseVae = {
  features: 10,
  hiddenSizes: [10, 10],
  latentSize: 2,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
};
const size = fc.integer({ min: 1, max: 40 });
const sizes: fc.Arbitrary<DenseVae> = fc.record({
  features: size,
  hiddenSizes: fc.array(size, { maxLength: 4 }),
  latentSize: size,
  classes: fc.integer({ min: 2, max: 6 }),
  reconstruction: fc.constantFrom('bce', 'mse'),
  reduction: fc.constantFrom('mean', 'sum'),
});

const shapes = (layers: readonly Layer[]) =>
  layers.map(({ name, inputs, outputs }) => `${name} ${inputs}x${outputs}`);

describe('the VAE as layers', () => {
  it('has 525 parameters in its plain form and 3,161 in the wide one with dropout', () => {
    expect(vaeParts(denseVae(PLAIN)).size).toBe(525);
    expect(vaeParts(denseVae({ ...PLAIN, hiddenSizes: [20, 20], latentSize: 30 })).size).toBe(3161);
  });

  it('lists encoder, mu, log variance, decoder, reconstruction, prediction', () => {
    expect(shapes(vaeParts(denseVae({ ...PLAIN, hiddenSizes: [7, 5], classes: 3 })).layers)).toEqual([
      'encoder.0 10x7',
      'encoder.1 7x5',
      'mu 5x2',
      'log_variance 5x2',
      'decoder.0 2x5',
      'decoder.1 5x7',
      'reconstruction 7x10',
      'prediction 10x3',
    ]);
    expect(shapes(vaeParts(denseVae({ ...PLAIN, hiddenSizes: [] })).layers)).toEqual([
      'mu 10x2',
      'log_variance 10x2',
      'reconstruction 2x10',
      'prediction 10x1',
    ]);
  });

  it('feeds each layer what the one before it gives', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const { encoder, mu, logVariance, decoder, reconstruction, head } = vaeParts(denseVae(given));
        const { features, hiddenSizes, latentSize, classes } = given;
        const widths = [features, ...hiddenSizes];
        const pairs = (widths: readonly number[]) =>
          widths.slice(1).map((outputs, i) => [widths[i], outputs]);
        const ends = (layers: readonly Layer[]) => layers.map(({ inputs, outputs }) => [inputs, outputs]);
        expect(ends(encoder)).toEqual(pairs(widths));
        expect(ends([mu, logVariance])).toEqual([0, 1].map(() => [widths.at(-1), latentSize]));
        expect(ends([...decoder, reconstruction])).toEqual(pairs([latentSize, ...widths.toReversed()]));
        expect(ends([head])).toEqual([[features, headOutputs(classes)]]);
      }),
    );
  });
});

describe('the classifier as layers', () => {
  it('is logistic regression without hidden layers', () => {
    const { layers, size } = classifierParts(denseClassifier({ features: 10, hiddenSizes: [], classes: 2 }));
    expect(shapes(layers)).toEqual(['output 10x1']);
    expect(size).toBe(11);
  });

  it('has a softmax over all classes for three and more', () => {
    const { layers } = classifierParts(denseClassifier({ features: 4, hiddenSizes: [8, 3], classes: 5 }));
    expect(shapes(layers)).toEqual(['hidden.0 4x8', 'hidden.1 8x3', 'output 3x5']);
  });
});

describe('initial parameters', () => {
  it("lie within Glorot's limits and nearly reach them, biases zero", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (given, seed) => {
        const network = denseVae(given);
        const { layers, size } = vaeParts(network);
        const parameters = initialVae(network, [seed, 0]);
        expect(parameters.length).toBe(size);
        let end = 0;
        for (const { inputs, outputs, at } of layers) {
          expect(at).toBe(end);
          const limit = Math.fround(Math.sqrt(6 / (inputs + outputs)));
          const w = parameters.subarray(at, at + inputs * outputs);
          const largest = w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          expect(largest).toBeLessThanOrEqual(limit);
          // All of 100 uniform draws fall short of 0.75 of the limit once in 10^12.
          if (w.length >= 100) expect(largest).toBeGreaterThan(0.75 * limit);
          const b = parameters.subarray(at + w.length, at + w.length + outputs);
          expect(b.every((value) => value === 0)).toBe(true);
          end = at + w.length + outputs;
        }
      }),
    );
  });

  it('spread as a uniform does', () => {
    const network = denseClassifier({ features: 100, hiddenSizes: [200], classes: 2 });
    const w = initialClassifier(network, [1, 2]).subarray(0, 20_000);
    const mean = w.reduce((sum, value) => sum + value, 0) / w.length;
    const variance = w.reduce((sum, value) => sum + value * value, 0) / w.length;
    // A uniform on +-limit has variance limit^2 / 3 = 2 / 300, and 20,000 draws are within 3% of it.
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(2 / 300 / 20_000));
    expect(Math.abs(variance / (2 / 300) - 1)).toBeLessThan(0.03);
  });

  it('differ by seed, purpose and layer', () => {
    const { hidden } = classifierParts(denseClassifier({ features: 5, hiddenSizes: [5, 5], classes: 2 }));
    const first = initialParameters(hidden, [1, 2], Purpose.vaeWeights);
    expect(first.slice(0, 25)).not.toEqual(first.slice(30, 55));
    expect(initialParameters(hidden, [1, 3], Purpose.vaeWeights)).not.toEqual(first);
    expect(initialParameters(hidden, [1, 2], Purpose.classifierWeights)).not.toEqual(first);
  });

  it('share the first layers of networks that share their shapes', () => {
    const narrow = initialVae(denseVae(PLAIN), [4, 5]);
    const wide = initialVae(denseVae({ ...PLAIN, latentSize: 10 }), [4, 5]);
    const encoder = 2 * (10 * 10 + 10);
    expect(wide.slice(0, encoder)).toEqual(narrow.slice(0, encoder));
    const logistic = denseClassifier({ features: 10, hiddenSizes: [], classes: 2 });
    expect(initialClassifier(logistic, [4, 5])).not.toEqual(initialClassifier(logistic, [4, 6]));
  });
});
