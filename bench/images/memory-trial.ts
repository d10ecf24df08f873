/** A process of memory.ts: trains the parameters of its argument and prints bytes, before and at the most. */

import {
  canonicalConfig,
  deriveSeed,
  freeDataset,
  type ImageSpec,
  layOutImages,
  loadDataset,
  type ParameterValue,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';

const COUNT = 60_000;
const CLASSES = 10;
const PIXELS = 784;

const SPEC: ImageSpec = {
  ...{ kind: 'images', content: '', positive: null, balance: 'original' },
  split: { train: 0.6, validation: 0.2, test: 0.2 },
};

/** Noise, brighter in a row of pixels of each class's own. */
function drawImages() {
  const classes = Array.from({ length: CLASSES }, (_, k) => `${k}`);
  const images = layOutImages({ count: COUNT, shape: [28, 28, 1], max: 255, classes });
  let word = 1;
  images.pixels.forEach((_, i) => {
    // The linear congruential generator of Numerical Recipes: quick, and good enough for memory.
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    const image = Math.floor(i / PIXELS);
    const row = Math.floor((i % PIXELS) / 28);
    images.pixels[i] = row === image % CLASSES ? 192 + (word >>> 26) : word >>> 25;
  });
  images.codes.forEach((_, image) => {
    images.codes[image] = image % CLASSES;
  });
  return images;
}

const images = drawImages();
const config = canonicalConfig(JSON.parse(process.argv[2]!) as Record<string, ParameterValue>);
const engine = createSimdEngine();
const base = process.memoryUsage().rss;
for (const replicate of [1, 2]) {
  const data = loadDataset(engine, prepareDataset(SPEC, deriveSeed(1, 'replicate', replicate), images));
  const lane = { config, seed: deriveSeed(replicate, 'bench'), data, milestones: [1] };
  await runTrials(engine, [lane], {
    onMilestone(_, __, result) {
      if (result.outcome !== 'completed') throw new Error(JSON.stringify(result));
    },
  });
  freeDataset(data);
}
process.stdout.write(JSON.stringify({ base, most: process.resourceUsage().maxRSS * 1024 }));
