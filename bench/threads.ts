/** The same deck-sized jobs on a worker with one thread and with two: how well threads add up. */

import { createMemoryBus, type Job } from '@latentsweep/bus';
import { canonicalConfig, DECK_COEFFICIENTS, deriveSeed, seedToHex } from '@latentsweep/core';
import { startWorker } from '@latentsweep/worker';
import { median } from './median.ts';

const JOBS = 16;
const EPOCHS = 6;
const REPEATS = 3;

function job(id: number, engine: string): Job {
  return {
    v: 1,
    id: `1.${id}.1`,
    sweepId: 1,
    engine,
    dataset: {
      kind: 'simulated',
      train: 80_000,
      validation: 20_000,
      test: 20_000,
      coefficients: [DECK_COEFFICIENTS],
      intercepts: [0],
    },
    config: canonicalConfig({ arm: 'vae_mixing', epochs: EPOCHS }),
    replicate: 0,
    seed: seedToHex(deriveSeed(1, 'replicate', 0)),
    milestones: [{ trialId: id, epochs: EPOCHS, attempt: 1 }],
  };
}

/** Seconds that `slots` threads take for all jobs, data and code warm. */
async function secondsWith(slots: number): Promise<number> {
  const bus = createMemoryBus({ queueLimit: JOBS });
  const worker = await startWorker({ bus, slots });
  const train = async (count: number) => {
    for (let id = 0; id < count; id++) await bus.publishJob(job(id, worker.engine));
    for (let ended = 0; ended < count; ) {
      const results = await bus.pullResults(count, 1000);
      for (const result of results) await result.ack();
      ended += results.length;
    }
  };
  await train(slots * 2);
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const started = performance.now();
    await train(JOBS);
    times.push((performance.now() - started) / 1000);
  }
  await worker.stop();
  await bus.close();
  return median(times);
}

export async function benchThreads(): Promise<{ readonly one: number; readonly two: number }> {
  return { one: await secondsWith(1), two: await secondsWith(2) };
}
