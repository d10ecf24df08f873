import { describe, it } from 'vitest';
import { classifierParts } from '../../model/parts.ts';
import type { Engine } from '../port.ts';
import { CLASSIFIER_CASES, type ClassifierCase, classifierCase, IMAGE_CASES } from './cases.ts';
import { expectClose, expectCloseTraining, present, type Tolerance, type Training } from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import { classifierGradient, expectGradientClose } from './probe.ts';
import type { Engines } from './vae.ts';

export function examineClassifier(engines: () => Engines, tolerance: Tolerance): void {
  const cases = [
    ...CLASSIFIER_CASES.map((given) => ({ ...given, what: 'a classifier' })),
    ...IMAGE_CASES.map((given) => ({ ...given, what: 'a classifier of images' })),
  ];
  describe.each(cases)('$what: $title', (given) => {
    const { shape, feed } = given;

    it('predicts as the reference does', async () => {
      const actual = await predictFirst(engines().engine, given);
      const expected = await predictFirst(engines().reference, given);
      expectClose(actual, expected, tolerance.forward, 'probability');
    });

    it('has the gradient of the reference', async () => {
      const actual = await classifierGradient(engines().engine, given);
      const expected = await classifierGradient(engines().reference, given);
      expectGradientClose(classifierParts(shape.network).layers, actual, expected, tolerance.gradient);
    });

    it('has the losses of the reference in ten passes, and its parameters then', async () => {
      const actual = await tenPasses(engines().engine, given);
      const expected = await tenPasses(engines().reference, given);
      expectCloseTraining(actual, expected, feed.order.length, tolerance);
    });
  });

  it.each(['rmsprop', 'adam'] as const)(
    'keeps the state of %s when parameters are replaced',
    async (optimizer) => {
      const given = classifierCase({ title: optimizer, optimizer, learningRate: 1e-2 });
      const actual = await replaceBetweenPasses(engines().engine, given);
      const expected = await replaceBetweenPasses(engines().reference, given);
      expectClose(actual, expected, tolerance.training, 'parameter');
    },
  );
}

async function predictFirst(engine: Engine, { shape, lane, feed }: ClassifierCase): Promise<Float32Array> {
  const sources = loadSources(engine, feed);
  const cohort = await engine.classifier(shape, [lane]);
  const count = feed.sources[0]!.labels.length;
  return present((await cohort.predict([{ source: sources[0]!, count }]))[0]);
}

async function tenPasses(engine: Engine, { shape, lane, feed }: ClassifierCase): Promise<Training> {
  const sources = loadSources(engine, feed);
  const cohort = await engine.classifier(shape, [lane]);
  const losses: number[] = [];
  const accuracies: number[] = [];
  for (let round = 0; round < 10; round++) {
    const fitted = present((await cohort.fit([fitInput(sources, feed, round)]))[0]);
    losses.push(fitted.loss);
    accuracies.push(fitted.accuracy);
  }
  return { losses, accuracies, parameters: await cohort.parameters(0) };
}

/** One pass, back to the first parameters, another pass: what a fresh optimizer would do is far off. */
async function replaceBetweenPasses(engine: Engine, { shape, lane, feed }: ClassifierCase) {
  const sources = loadSources(engine, feed);
  const cohort = await engine.classifier(shape, [lane]);
  await cohort.fit([fitInput(sources, feed, 0)]);
  await cohort.setParameters(0, lane.parameters);
  await cohort.fit([fitInput(sources, feed, 1)]);
  return cohort.parameters(0);
}
