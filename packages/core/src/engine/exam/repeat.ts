import { expect, it } from 'vitest';
import { Purpose, shuffle } from '../../random/stream.ts';
import type { Engine, FitInput } from '../port.ts';
import { type ClassifierCase, classifierCase, type VaeCase, vaeCase } from './cases.ts';
import { expectSameBits, present } from './close.ts';
import { fitInput, loadSources } from './feed.ts';
import { type Engines, lossValues, tenPasses } from './vae.ts';

/** The same call gives the same bits, and a pass is what core's shuffle says it is. */
export function examineRepetition(engines: () => Engines, createEngine: () => Promise<Engine>): void {
  it('gives the same bits twice, in a new engine too', async () => {
    const given = vaeCase({ title: 'twice', dropout: 0.3, sizes: [45], weighted: true, learningRate: 1e-2 });
    const first = await tenPasses(engines().engine, given);
    const other = await createEngine();
    for (const engine of [engines().engine, other]) {
      const again = await tenPasses(engine, given);
      expectSameBits(again.losses, first.losses, 'loss');
      expectSameBits(again.parameters, first.parameters, 'parameter');
    }
    await other.close();
  });

  it('draws other noise and another order from another seed or in another round', async () => {
    const given = vaeCase({ title: 'seeds', sizes: [45] });
    const run = async (round: number, lane = given.lane) => {
      const cohort = await engines().engine.vae(given.shape, [lane]);
      const sources = loadSources(engines().engine, given.feed);
      return lossValues(present((await cohort.fit([fitInput(sources, given.feed, round)]))[0]));
    };
    const losses = await run(0);
    expect(await run(1)).not.toEqual(losses);
    expect(await run(0, { ...given.lane, seed: [1, 3] })).not.toEqual(losses);
    expect(await run(0, { ...given.lane, seed: [2, 2] })).not.toEqual(losses);
  });

  it("goes over the rows of a VAE in the order of core's shuffle, pass upon pass", async () => {
    const given = vaeCase({ title: 'shuffle', sizes: [37], batchSize: 8 });
    await expectShuffled(given, given.lane.seed, Purpose.vaeShuffle, async (inputs) => {
      const cohort = await engines().engine.vae(given.shape, [given.lane]);
      for (const input of inputs(engines().engine)) await cohort.fit([input]);
      return cohort.parameters(0);
    });
  });

  it("goes over the rows of a classifier in the order of core's shuffle, pass upon pass", async () => {
    const given = classifierCase({ title: 'shuffle', sizes: [37], batchSize: 8 });
    await expectShuffled(given, given.lane.seed, Purpose.classifierShuffle, async (inputs) => {
      const cohort = await engines().engine.classifier(given.shape, [given.lane]);
      for (const input of inputs(engines().engine)) await cohort.fit([input]);
      return cohort.parameters(0);
    });
  });
}

/** Three passes in one call are three calls of one pass, each given the order that the pass before it left. */
async function expectShuffled(
  { feed }: VaeCase | ClassifierCase,
  seed: readonly [number, number],
  purpose: number,
  train: (inputs: (engine: Engine) => FitInput[]) => Promise<Float32Array>,
): Promise<void> {
  const firstRound = 4;
  const inOne = await train((engine) => [fitInput(loadSources(engine, feed), feed, firstRound, 3)]);
  const inThree = await train((engine) => {
    const sources = loadSources(engine, feed);
    const order = feed.order.slice();
    return [0, 1, 2].map((pass) => {
      const input = fitInput(sources, { ...feed, order: order.slice() }, firstRound + pass);
      shuffle(order, seed, purpose, firstRound + pass);
      return input;
    });
  });
  expectSameBits(inOne, inThree, 'parameter');
}
