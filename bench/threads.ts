/** The same deck-sized jobs on a worker with one thread and with two: how well threads add up. */

import { createMemoryBus, type Job } from '@latentsweep/bus';
import { canonicalConfig, DECK_COEFFICIENTS, deriveSeed, seedToHex } from '@latentsweep/core';
import { startWorker } from '@latentsweep/worker';
import { median } from './median.ts';

const JOBS = 16;
const EPOCHS = 6;
const REPEATS = 7;

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

/** A worker with its bus; `train` sends it jobs and returns the seconds until all have ended. */
async function openTeam(slots: number) {
  const bus = createMemoryBus({ queueLimit: JOBS });
  const worker = await startWorker({ bus, slots });
  return {
    async train(count: number): Promise<number> {
      const started = performance.now();
      for (let id = 0; id < count; id++) await bus.publishJob(job(id, worker.engine));
      for (let ended = 0; ended < count; ) {
        const results = await bus.pullResults(count, 1000);
        for (const result of results) await result.ack();
        ended += results.length;
      }
      return (performance.now() - started) / 1000;
    },
    async close(): Promise<void> {
      await worker.stop();
      await bus.close();
    },
  };
}

/** Seconds for all jobs with one and with two threads, code and data warm, by turns so that noise meets both. */
export async function benchThreads(): Promise<{ readonly one: number; readonly two: number }> {
  const teams = [await openTeam(1), await openTeam(2)] as const;
  const times: [number[], number[]] = [[], []];
  for (const team of teams) await team.train(8);
  for (let i = 0; i < REPEATS; i++) {
    for (const [which, team] of teams.entries()) times[which]!.push(await team.train(JOBS));
  }
  for (const team of teams) await team.close();
  return { one: median(times[0]), two: median(times[1]) };
}
