/** Part 4: the test accuracy of the network of sweeps/deck-cnn.yaml beside PyTorch's, of the same rows and schedule. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSweepFile, resolveDataset } from '@latentsweep/coordinator';
import {
  canonicalConfig,
  type Dataset,
  deriveSeed,
  freeDataset,
  loadDataset,
  meanInterval,
  openContent,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { ENGINES } from '@latentsweep/worker';
import { print } from '../parts.ts';
import { openPeer } from '../tables/peer.ts';

const FILE = resolve(import.meta.dirname, '../../../shared/data/digits_8x8_1797.csv');
const SWEEP = resolve(import.meta.dirname, '../../sweeps/deck-cnn.yaml');
const SEEDS = 10;
const EPOCHS = 60;
const BATCH = 16;
const RATE = 0.001;

export async function benchAgreement(): Promise<void> {
  if (!existsSync(FILE)) return print('agreement', `skipped: ${FILE} is not there`);
  const overrides = { set: [`dataset.path=${FILE}`] };
  const { definition } = await readSweepFile(SWEEP, { overrides, engines: ENGINES });
  const { spec, content } = await resolveDataset(definition.dataset);
  const images = await openContent(spec, content);
  const peer = await openPeer('torch_digits.py');
  const pairs: { ours: number; theirs: number }[] = [];
  try {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const dataset = prepareDataset(spec, deriveSeed(1, 'replicate', seed), images);
      const { train, test, classes } = dataset;
      const given = {
        train: rowsOf(train),
        test: rowsOf(test),
        classes,
        epochs: EPOCHS,
        batch: BATCH,
        rate: RATE,
      };
      const { accuracy } = await peer.ask<{ accuracy: number }>({ seed, ...given });
      pairs.push({ ours: await accuracyOf(dataset, seed), theirs: accuracy });
    }
  } finally {
    await peer.close();
  }
  const mean = (of: 'ours' | 'theirs') => (pairs.reduce((sum, pair) => sum + pair[of], 0) / SEEDS).toFixed(4);
  const { mean: apart, half } = meanInterval(pairs.map(({ ours, theirs }) => ours - theirs));
  print(
    `test accuracy after ${EPOCHS} epochs, mean of ${SEEDS} splits`,
    `${mean('ours')}, PyTorch ${mean('theirs')}; ${apart.toFixed(4)} ± ${half!.toFixed(4)} apart`,
  );
}

const rowsOf = ({ features, labels }: Dataset['train']) => ({ features: [...features], labels: [...labels] });

async function accuracyOf(dataset: Dataset, seed: number): Promise<number> {
  const engine = createSimdEngine();
  const data = loadDataset(engine, dataset);
  const config = canonicalConfig({
    ...{ arm: 'none', minority_rate: 1, epochs: EPOCHS, classifier_epochs: 1, batch_size: BATCH },
    ...{ learning_rate: RATE, classifier_layers: ['conv 16 3x3', 'pool 2', 'conv 32 3x3', 'dense 64'] },
  });
  let accuracy = Number.NaN;
  await runTrials(engine, [{ config, seed: deriveSeed(seed, 'bench'), data, milestones: [EPOCHS] }], {
    onMilestone(_, __, result) {
      if (result.outcome === 'completed') accuracy = result.measures['test_accuracy'] as number;
    },
  });
  freeDataset(data);
  return accuracy;
}
