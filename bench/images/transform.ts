/** Part 2: what images that are turned anew for each epoch add to a training step, in CPU time of one process, by turns. */

import { canonicalConfig, loadDataset, prepareDataset, runTrials } from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { LENET, randomImages } from './lenet.ts';

const SEED = [1, 2] as const;
const IMAGES = 12_000;
const EPOCHS = 4;
const ROUNDS = 7;
const BATCHES = [
  { batch: 128, steps: 20 },
  { batch: 16, steps: 100 },
];

export async function benchTransform(): Promise<void> {
  const engine = createSimdEngine();
  const { images, spec } = randomImages(IMAGES);
  const data = loadDataset(engine, prepareDataset(spec, SEED, images));
  /** Of a step, without what comes before the first epoch's end. */
  const seconds = async (arm: string, batch: number, steps: number) => {
    const ended: number[] = [];
    await runTrials(
      engine,
      [{ config: configOf(arm, batch, steps), seed: SEED, data, milestones: [EPOCHS] }],
      {
        onMilestone() {},
        onEpoch: () => ended.push(cpuSeconds()),
      },
    );
    return (ended.at(-1)! - ended[0]!) / ((EPOCHS - 1) * steps);
  };
  for (const { batch, steps } of BATCHES) {
    const rounds: { plain: number; turned: number }[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const plain = await seconds('oversample', batch, steps);
      const turned = await seconds('transform', batch, steps);
      // V8 optimises in the first one.
      if (round >= 0) rounds.push({ plain, turned });
    }
    const added = median(rounds.map(({ plain, turned }) => turned / plain - 1));
    const ms = (of: 'plain' | 'turned') => `${(median(rounds.map((r) => r[of])) * 1000).toFixed(2)} ms`;
    print(
      `what transform adds to a step, batch ${batch}`,
      `${added.toFixed(3)} of it (target 0.15): ${ms('turned')} beside ${ms('plain')}`,
    );
  }
  await engine.close();
}

const configOf = (arm: string, batch: number, steps: number) =>
  canonicalConfig({
    ...{ arm, minority_rate: 1, epochs: EPOCHS, classifier_epochs: 1, batch_size: batch },
    ...{ steps_per_epoch: steps, classifier_layers: LENET },
  });

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
