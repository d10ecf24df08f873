import fc from 'fast-check';
import { it } from 'vitest';
import type { Engine } from '../port.ts';
import { type ClassifierSettings, classifierCase, type VaeCase, type VaeSettings, vaeCase } from './cases.ts';
import { expectClose, present, type Tolerance } from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import { type Engines, lossValues } from './vae.ts';

const common = {
  title: fc.constant('random'),
  seed: fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  batchSize: fc.integer({ min: 1, max: 21 }),
  optimizer: fc.constantFrom('rmsprop' as const, 'adam' as const),
  sizes: fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 3 }),
  multiset: fc.boolean(),
  weighted: fc.boolean(),
};
const features = fc.integer({ min: 1, max: 13 });
const hiddenSizes = fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 3 });
const classes = fc.integer({ min: 2, max: 5 });
const weight = fc.constantFrom(0, 0.1, 1, 3);

const vaeSettings: fc.Arbitrary<VaeSettings> = fc.record({
  ...common,
  network: fc.record({
    features,
    hiddenSizes,
    latentSize: fc.integer({ min: 1, max: 9 }),
    classes,
    reconstruction: fc.constantFrom('bce' as const, 'mse' as const),
    reduction: fc.constantFrom('mean' as const, 'sum' as const),
  }),
  lossWeights: fc.record({ reconstruction: weight, kl: weight, prediction: weight }),
  dropout: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9),
});

const classifierSettings: fc.Arbitrary<ClassifierSettings> = fc.record({
  ...common,
  network: fc.record({ features, hiddenSizes, classes }),
});

/** A fixed seed: the exam asks every engine the same questions every time. */
const QUESTIONS = { seed: 20_230_817, numRuns: 40 };

export function examineShapes(engines: () => Engines, tolerance: Tolerance): void {
  it('agrees with the reference on VAEs of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(vaeSettings, async (settings) => {
        const given = vaeCase(settings);
        const actual = await vaeValues(engines().engine, given);
        const expected = await vaeValues(engines().reference, given);
        expectClose(actual.forward, expected.forward, tolerance.forward, 'evaluated or generated');
        expectClose(actual.losses, expected.losses, tolerance.training, 'loss');
      }),
      QUESTIONS,
    );
  });

  it('agrees with the reference on classifiers of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(classifierSettings, async (settings) => {
        const { shape, lane, feed } = classifierCase(settings);
        const run = async (engine: Engine) => {
          const sources = loadSources(engine, feed);
          const cohort = await engine.classifier(shape, [lane]);
          const fitted = present((await cohort.fit([fitInput(sources, feed, 0, 2)]))[0]);
          const count = feed.sources[0]!.labels.length;
          const predicted = present((await cohort.predict([{ source: sources[0]!, count }]))[0]);
          return [fitted.loss, ...predicted];
        };
        const expected = await run(engines().reference);
        expectClose(await run(engines().engine), expected, tolerance.training, 'loss or probability');
      }),
      QUESTIONS,
    );
  });
}

async function vaeValues(engine: Engine, { shape, lane, feed }: VaeCase) {
  const sources = loadSources(engine, feed);
  const cohort = await engine.vae(shape, [lane]);
  const count = feed.sources[0]!.labels.length;
  const evaluated = present((await cohort.evaluate([{ source: sources[0]!, count, round: 1 }]))[0]);
  const into = engine.rows(feed.order.length, feed.columns);
  const made = await cohort.generate([{ sources, order: feed.order, round: 1, into, at: 0 }]);
  const generated = await into.read(0, feed.order.length);
  const fitted = present((await cohort.fit([fitInput(sources, feed, 2, 2)]))[0]);
  return {
    forward: [...lossValues(evaluated), ...evaluated.klPerLatent, ...present(made[0]), ...generated],
    losses: lossValues(fitted),
  };
}
