import { describe, expect, it } from 'vitest';
import { layersOf } from '../../model/layer/text.ts';
import type { Engine } from '../port.ts';
import { classifierCase, type VaeCase, type VaeSettings, vaeCase } from './cases.ts';
import { expectSameBits, expectSameLane, present, type Tolerance } from './close.ts';
import { createFeed, fitInput, loadSources } from './feed.ts';
import { type Engines, lossValues } from './vae.ts';

/** Of all kinds of layers. */
const IMAGE_VAE = {
  shape: [5, 2, 1] as const,
  hidden: layersOf(['conv 3 3x2', 'pool 2', 'conv 4 2x2 stride 2', 'dense 5']),
  judging: layersOf(['conv 2 3x3 stride 2', 'dense 3']),
};

/** `most` lanes that differ in everything in which lanes may differ, each with rows of its own. */
function laneCases(most: number, settings: Partial<VaeSettings> = {}): VaeCase[] {
  return [0.1, 0.4, 0.2, 0, 0.3].slice(0, most).map((dropout, k) => ({
    ...vaeCase({
      title: `lane ${k}`,
      seed: [10 + k, k],
      dropout,
      sizes: [18 + 5 * k],
      multiset: k === 1,
      weighted: k === 2,
      learningRate: 10 ** (-2 - k / 2),
      lossWeights: { reconstruction: 1, kl: 0.1 * k, prediction: 2 - k / 4 },
      ...settings,
    }),
  }));
}

export function examineLanes(engines: () => Engines, tolerance: Tolerance): void {
  it.each([
    ['a lane', {}],
    ['a VAE of images', { parts: IMAGE_VAE }],
  ])('trains %s alone as beside others', async (_, settings) => {
    const { engine } = engines();
    const cases = laneCases(5, settings);
    const alone: number[][] = [];
    for (const given of cases) alone.push((await train(engine, [given]))[0]!);
    const together = await train(engine, cases);
    together.forEach((values, k) => {
      expectSameLane(values, alone[k]!, tolerance, `lane ${k}`);
    });
  });

  it.each([
    ['', []],
    [', of images', layersOf(['conv 3 3x2', 'dropout 0.2', 'pool 2', 'dense 4', 'dropout 0.3'])],
  ])('trains a classifier alone as beside others%s', async (_, hidden) => {
    const { engine } = engines();
    const parts = hidden.length > 0 ? { shape: [5, 2, 1] as const, hidden } : {};
    const cases = [0, 1, 2].map((k) =>
      classifierCase({
        ...{ title: `lane ${k}`, seed: [k, 7], sizes: [30 + k], learningRate: 0.01 * (k + 1), parts },
      }),
    );
    const fit = async (chosen: typeof cases) => {
      const cohort = await engine.classifier(
        cases[0]!.shape,
        chosen.map(({ lane }) => lane),
      );
      const inputs = chosen.map(({ feed }) => fitInput(loadSources(engine, feed), feed, 0, 3));
      await cohort.fit(inputs);
      const parameters: Float32Array[] = [];
      for (const k of chosen.keys()) parameters.push(await cohort.parameters(k));
      return parameters;
    };
    const together = await fit(cases);
    for (const [k, given] of cases.entries()) {
      expectSameLane(together[k]!, (await fit([given]))[0]!, tolerance, `lane ${k}`);
    }
  });

  it('leaves a lane that sits out as it is', async () => {
    const { engine } = engines();
    const cases = laneCases(engine.traits.fuses);
    const out = cases.length - 1;
    const cohort = await engine.vae(
      cases[0]!.shape,
      cases.map(({ lane }) => lane),
    );
    const inputs = cases.map(({ feed }) => fitInput(loadSources(engine, feed), feed));
    const sitting = inputs.map((input, k) => (k === out ? null : input));
    const results = await cohort.fit(sitting);
    expect(results.map((result) => result === null)).toEqual(sitting.map((input) => input === null));
    expectSameBits(await cohort.parameters(out), cases[out]!.lane.parameters, 'parameter');
    // Nor did its optimizer or its noise move: it now does what it would have done first.
    await cohort.fit(inputs.map((input, k) => (k === out ? input : null)));
    const fresh = await engine.vae(cases[out]!.shape, [cases[out]!.lane]);
    await fresh.fit([inputs[out]!]);
    expectSameBits(await cohort.parameters(out), await fresh.parameters(0), 'parameter');
  });

  it('evaluates, generates and predicts for some lanes only', async () => {
    const { engine } = engines();
    const { shape, lane, feed } = vaeCase({ title: 'some', sizes: [6] });
    const sources = loadSources(engine, feed);
    const only = <T>(value: T) => [value, null];
    const cohort = await engine.vae(shape, [lane, lane]);
    const into = engine.rows(6, feed.columns);
    const evaluated = await cohort.evaluate(only({ source: sources[0]!, count: 6, round: 0 }));
    const generated = await cohort.generate(only({ sources, order: feed.order, round: 0, into, at: 0 }));
    const { shape: classifierShape, lane: classifierLane } = classifierCase({ title: 'some' });
    const classifier = await engine.classifier(classifierShape, [classifierLane, classifierLane]);
    const predicted = await classifier.predict(only({ source: into, count: 6 }));
    for (const outputs of [evaluated, generated, predicted]) {
      expect(outputs.map((output) => output === null)).toEqual(only(0).map((given) => given === null));
    }
  });

  describe('handles', () => {
    it('copies parameters in and out', async () => {
      const { engine } = engines();
      const { shape, lane } = vaeCase({ title: 'copies' });
      const mine = lane.parameters.slice();
      const cohort = await engine.vae(shape, [{ ...lane, parameters: mine }]);
      mine.fill(0);
      (await cohort.parameters(0)).fill(0);
      expectSameBits(await cohort.parameters(0), lane.parameters, 'parameter');
    });

    it('takes back the parameters that it gave, bit by bit', async () => {
      const { engine } = engines();
      const { shape, lane, feed } = classifierCase({ title: 'back', network: { hiddenSizes: [6] } });
      const sources = loadSources(engine, feed);
      const [plain, written] = [
        await engine.classifier(shape, [lane]),
        await engine.classifier(shape, [lane]),
      ];
      for (let round = 0; round < 3; round++) {
        await plain.fit([fitInput(sources, feed, round)]);
        await written.fit([fitInput(sources, feed, round)]);
        await written.setParameters(0, await written.parameters(0));
      }
      expectSameBits(await written.parameters(0), await plain.parameters(0), 'parameter');
    });

    it('takes back those of a VAE, and generates by them', async () => {
      const { engine } = engines();
      const { shape, lane, feed } = vaeCase({ title: 'taken back', sizes: [40] });
      const sources = loadSources(engine, feed);
      const cohort = await engine.vae(shape, [lane]);
      const made = async () => {
        const into = engine.rows(feed.order.length, feed.columns);
        await cohort.generate([{ sources, order: feed.order, round: 2, into, at: 0 }]);
        return into.read(0, feed.order.length);
      };
      const before = await made();
      const first = await cohort.parameters(0);
      await cohort.fit([fitInput(sources, feed, 0)]);
      expect(await made()).not.toEqual(before);
      await cohort.setParameters(0, first);
      expectSameBits(await made(), before, 'reconstruction');
      const short = async () => cohort.setParameters(0, first.subarray(1));
      await expect(short()).rejects.toThrow(RangeError);
    });

    it('does not disturb a cohort by freeing others', async () => {
      const { engine } = engines();
      const given = vaeCase({ title: 'kept', sizes: [30], dropout: 0.2 });
      const other = vaeCase({ title: 'other', seed: [8, 8], network: { hiddenSizes: [23, 4] }, sizes: [50] });
      const { feed } = given;
      const quiet = (await train(engine, [given]))[0]!;

      const before = await engine.vae(other.shape, [other.lane]);
      const beforeRows = loadSources(engine, other.feed);
      const kept = await engine.vae(given.shape, [given.lane]);
      const sources = loadSources(engine, feed);
      const results = [];
      results.push(present((await kept.fit([fitInput(sources, feed, 0)]))[0]));
      await before.fit([fitInput(beforeRows, other.feed)]);
      before.free();
      for (const rows of beforeRows) rows.free();
      const after = await engine.vae(other.shape, [other.lane]);
      const afterFeed = createFeed(
        { columns: 10, classes: 2, sizes: [90], multiset: true, weighted: false },
        [5, 5],
      );
      await after.fit([fitInput(loadSources(engine, afterFeed), afterFeed)]);
      results.push(present((await kept.fit([fitInput(sources, feed, 1)]))[0]));
      after.free();
      const values = [...results.flatMap(lossValues), ...(await kept.parameters(0))];
      expectSameBits(values, quiet, 'loss or parameter');
    });
  });
}

/** Two passes of each lane: the losses of both, then the parameters. */
async function train(engine: Engine, cases: readonly VaeCase[]): Promise<number[][]> {
  const cohort = await engine.vae(
    cases[0]!.shape,
    cases.map(({ lane }) => lane),
  );
  const values: number[][] = cases.map(() => []);
  const sources = cases.map(({ feed }) => loadSources(engine, feed));
  for (let round = 0; round < 2; round++) {
    const fitted = await cohort.fit(cases.map(({ feed }, k) => fitInput(sources[k]!, feed, round)));
    fitted.forEach((losses, k) => {
      values[k]!.push(...lossValues(present(losses)));
    });
  }
  for (const k of cases.keys()) values[k]!.push(...(await cohort.parameters(k)));
  cohort.free();
  for (const rows of sources.flat()) rows.free();
  return values;
}
