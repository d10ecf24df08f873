import { expect, it } from 'vitest';
import { layersOf } from '../../model/layer/text.ts';
import type { Engine } from '../port.ts';
import { classifierCase, type VaeCase, vaeCase } from './cases.ts';
import { expectSameLane, present, type Tolerance } from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import { type Engines, lossValues, tenPasses } from './vae.ts';

/** Numbers that overflow come back as losses that are not finite; they never throw. */
export function examineDivergence(engines: () => Engines, tolerance: Tolerance): void {
  // 1e300 overflows f64 as well, within two steps.
  it.each([1e30, 1e300])('lets a VAE diverge at a learning rate of %d', async (learningRate) => {
    const given = vaeCase({ title: 'diverges', learningRate });
    const { losses } = await tenPasses(engines().engine, given);
    expectDiverged(losses);
  });

  it('lets a classifier diverge', async () => {
    const { engine } = engines();
    const { shape, lane, feed } = classifierCase({
      title: 'diverges',
      network: { hiddenSizes: [5] },
      learningRate: 1e30,
    });
    const cohort = await engine.classifier(shape, [lane]);
    const fitted = present((await cohort.fit([fitInput(loadSources(engine, feed), feed, 0, 10)]))[0]);
    expectDiverged([fitted.loss]);
  });

  it.each([1e38, Number.POSITIVE_INFINITY, Number.NaN])('takes features of %d', async (value) => {
    const { engine } = engines();
    const given = vaeCase({ title: 'huge' });
    const feed = { ...given.feed, sources: given.feed.sources.map((source) => huge(source, value)) };
    expectDiverged(await losses(engine, { ...given, feed }));
  });

  // A relu that turns NaN into 0 would hide it: max(0, NaN) is NaN, as in IEEE 754.
  it('takes NaN through a hidden layer of a classifier', async () => {
    const { engine } = engines();
    const { shape, lane, feed } = classifierCase({ title: 'NaN', network: { hiddenSizes: [5] } });
    const sources = loadSources(engine, {
      ...feed,
      sources: feed.sources.map((source) => huge(source, Number.NaN)),
    });
    const cohort = await engine.classifier(shape, [lane]);
    const fitted = present((await cohort.fit([fitInput(sources, feed)]))[0]);
    expectDiverged([fitted.loss]);
  });

  it.each([2, 3])('takes NaN through pooling by %d, wherever it is in a window', async (window) => {
    const { engine } = engines();
    const { shape, lane, feed } = classifierCase({
      title: 'NaN',
      network: { features: window ** 2 },
      parts: {
        shape: [window, window, 1],
        hidden: layersOf([`pool ${window}`, 'dense 5']),
      },
    });
    for (let at = 0; at < window ** 2; at++) {
      const sources = feed.sources.map((source) => ({
        ...source,
        features: source.features.map((value, i) => (i % window ** 2 === at ? Number.NaN : value)),
      }));
      const cohort = await engine.classifier(shape, [lane]);
      const fitted = present(
        (await cohort.fit([fitInput(loadSources(engine, { ...feed, sources }), feed)]))[0],
      );
      expectDiverged([fitted.loss]);
    }
  });

  it('does not carry divergence to the lanes beside it', async () => {
    const { engine } = engines();
    const sound = vaeCase({ title: 'sound' });
    const wild = vaeCase({ title: 'wild', learningRate: 1e300 });
    const cohort = await engine.vae(sound.shape, [wild.lane, sound.lane]);
    const sources = loadSources(engine, sound.feed);
    const input = fitInput(sources, sound.feed, 0, 4);
    await cohort.fit([input, input]);
    const alone = await engine.vae(sound.shape, [sound.lane]);
    await alone.fit([input]);
    expectSameLane(await cohort.parameters(1), await alone.parameters(0), tolerance, 'parameter');
  });
}

const huge = (source: { features: Float32Array; labels: Uint8Array }, value: number) => ({
  ...source,
  features: source.features.map((_, i) => (i % 7 === 0 ? value : 0.5)),
});

async function losses(engine: Engine, { shape, lane, feed }: VaeCase): Promise<number[]> {
  const sources = loadSources(engine, feed);
  const cohort = await engine.vae(shape, [lane]);
  const fitted = await cohort.fit([fitInput(sources, feed, 0, 3)]);
  return lossValues(present(fitted[0]));
}

/** Where f32 overflows, f64 may still hold the number: a loss that no sound run has counts as diverged. */
function expectDiverged(values: readonly number[]): void {
  expect(values.some((value) => !(Math.abs(value) < 1e20))).toBe(true);
}
