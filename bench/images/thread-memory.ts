/** The peak memory that a thread adds to a process that holds 60,000 images: two replicates one after the other. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import {
  canonicalConfig,
  freeDataset,
  loadDataset,
  openImages,
  type ParameterValue,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { peakBytes } from '../peak.ts';
import { randomImages } from './lenet.ts';

const SELF = fileURLToPath(import.meta.url);
const IMAGES = 60_000;

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** In MB, of a trial with these parameters. */
export function threadMemory(parameters: Parameters): number {
  const run = spawnSync(process.execPath, [SELF, JSON.stringify(parameters)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

async function train({
  bytes,
  spec,
  parameters,
}: { bytes: Uint8Array; parameters: Parameters } & Pick<ReturnType<typeof randomImages>, 'spec'>) {
  const engine = createSimdEngine();
  const images = openImages(bytes);
  const split = { train: 0.6, validation: 0.2, test: 0.2 };
  for (const replicate of [1, 2]) {
    const seed = [1, replicate] as const;
    const data = loadDataset(engine, prepareDataset({ ...spec, split }, seed, images));
    const config = canonicalConfig(parameters);
    await runTrials(engine, [{ config, seed, data, milestones: [1] }], {
      onMilestone(_, __, result) {
        if (result.outcome !== 'completed') throw new Error(JSON.stringify(result));
      },
    });
    freeDataset(data);
  }
  await engine.close();
}

if (!isMainThread) await train(workerData);
else if (process.argv[1] === SELF) {
  const { images, spec } = randomImages(IMAGES);
  const before = process.memoryUsage.rss();
  const thread = new Worker(SELF, {
    workerData: { bytes: images.bytes, spec, parameters: JSON.parse(process.argv[2]!) },
  });
  thread.on('error', (error) => {
    throw error;
  });
  thread.on('exit', () => process.stdout.write(String((peakBytes() - before) / 1e6)));
}
