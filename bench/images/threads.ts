/** Part 3: how two threads that train on images add up, beside two bare loops by turns. */

import { packSpec } from '@latentsweep/bus';
import { canonicalConfig } from '@latentsweep/core';
import { print } from '../parts.ts';
import { benchThreads } from '../threads.ts';
import { LENET, randomImages } from './lenet.ts';

export async function benchImageThreads(): Promise<void> {
  const { images, spec } = randomImages(60_000);
  const config = canonicalConfig({
    ...{ arm: 'transform', minority_rate: 1, epochs: 1, classifier_epochs: 1, steps_per_epoch: 40 },
    ...{ batch_size: 128, classifier_layers: LENET },
  });
  const contents = [packSpec(spec), { sha256: spec.content, bytes: images.bytes }];
  const { ours, bare } = await benchThreads({ contents, config, jobs: 4, rounds: 9 });
  print(
    'two threads, beside one',
    `${(ours / bare).toFixed(2)} of what two bare loops do (target 0.95): ${ours.toFixed(2)} of ${bare.toFixed(2)}`,
  );
}
