import { describe, expect, it } from 'vitest';
import type { GeneratingPlan } from '../augment/arm.ts';
import { armNamed } from '../augment/arms.ts';
import { canonicalConfig } from '../config/config.ts';
import { cutMinority } from '../dataset/cut.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { SEED, THREE } from './fixtures.ts';
import { generate } from './generate.ts';
import { Holdings } from './holdings.ts';
import { loadDataset, prepareDataset } from './load.ts';
import { rowsAtOnce, VaeState } from './vae-state.ts';

const BATCH = 16;

/** What two VAEs generate that differ in how many rows they generate from; `capacity`: of the rows that they generate into. */
async function generated(arm: string, capacity: number) {
  const engine = createReferenceEngine();
  const dataset = prepareDataset(THREE, SEED, null);
  const data = loadDataset(engine, dataset);
  const states = [0.4, 0.2].map((rate) => {
    const config = canonicalConfig({ arm, minority_rate: rate, batch_size: BATCH, hidden_sizes: [4] });
    const training = cutMinority(dataset, rate, SEED);
    const { plan: planOf } = armNamed.get(arm)!;
    const plan = planOf({ dataset, training, config, seed: SEED }) as GeneratingPlan;
    const shorter = { ...plan, generateFrom: plan.generateFrom.subarray(0, rate === 0.2 ? 30 : 75) };
    const lane = { config, seed: SEED, data, milestones: [1] };
    return new VaeState(
      new Holdings(engine),
      lane,
      training,
      shorter,
      engine.rows(capacity, dataset.features),
    );
  });
  const { network } = states[0]!;
  const lanes = states.map((state) => state.laneOf(network));
  const cohort = await engine.vae({ network, batchSize: BATCH, optimizer: 'adam' }, lanes);
  const rows: number[][] = [[], []];
  const probabilities: number[][] = [[], []];
  const starts: number[][] = [[], []];
  for await (const pieces of generate({ cohort, lanes: states }, [3, 3])) {
    for (const [i, piece] of pieces.entries()) {
      if (!piece) continue;
      starts[i]!.push(piece.at);
      rows[i]!.push(...(await states[i]!.read(piece.count)));
      probabilities[i]!.push(...piece.probabilities);
    }
  }
  return { rows, probabilities, starts };
}

describe('generating', () => {
  it.each(['vae_minority', 'vae_boundary'])(
    'of %s: in pieces the rows of the whole, bit by bit',
    async (arm) => {
      const whole = await generated(arm, 75);
      expect(whole.starts).toEqual([[0], [0]]);
      const pieces = await generated(arm, 2 * BATCH);
      expect(pieces.starts).toEqual([[0, 32, 64], [0]]);
      expect(pieces.rows).toEqual(whole.rows);
      expect(pieces.probabilities).toEqual(whole.probabilities);
    },
  );

  it('puts all rows at once where a network learns from them or they are few, else whole batches', () => {
    const plan = (count: number) => ({ generateFrom: new Uint32Array(count) }) as unknown as GeneratingPlan;
    const config = (classifier: string) =>
      canonicalConfig({ arm: 'vae_minority', classifier, batch_size: 300 });
    expect(rowsAtOnce(plan(50_000), config('ffn'), 784)).toBe(50_000);
    expect(rowsAtOnce(plan(50_000), config('logistic'), 20)).toBe(50_000);
    expect(rowsAtOnce(plan(50_000), config('logistic'), 784)).toBe(1500);
    expect(rowsAtOnce(plan(5000), config('boosted_trees'), 784)).toBe(5000);
  });
});
