import { createReferenceEngine, type Engine, type EngineKind, REFERENCE } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { engineCheck } from './engine.ts';

const reference = createReferenceEngine();

/** The check of the reference engine with these changes. */
const checked = (changes: Partial<Engine>) => {
  const kind: EngineKind = { ...REFERENCE, open: async () => ({ ...reference, ...changes }) };
  return engineCheck([kind]);
};

test('an engine trains whose losses are numbers', async () => {
  expect(await checked({})).toMatchObject({
    state: 'ok',
    found: expect.stringMatching(/^reference@.* trains$/),
  });
});

test('an engine whose VAE comes to no number is wrong, though the parts of the loss are numbers', async () => {
  const vae: Engine['vae'] = async (...given) => {
    const cohort = await reference.vae(...given);
    const fit: typeof cohort.fit = async (inputs) =>
      (await cohort.fit(inputs)).map((losses) => losses && { ...losses, loss: Number.NaN });
    return { ...cohort, fit };
  };
  expect(await checked({ vae })).toMatchObject({
    state: 'wrong',
    found: expect.stringMatching(/computes losses that are no numbers: NaN, 0\.\d+$/),
  });
});

test('an engine whose trial ends early says which loss is no number', async () => {
  const classifier: Engine['classifier'] = async (...given) => {
    const cohort = await reference.classifier(...given);
    const fit: typeof cohort.fit = async (inputs) =>
      inputs.map((input) => input && { loss: Number.NaN, accuracy: 0 });
    return { ...cohort, fit };
  };
  expect(await checked({ classifier })).toMatchObject({
    state: 'wrong',
    found: expect.stringMatching(/no numbers: the classifier's loss became NaN$/),
  });
});
