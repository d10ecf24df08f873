/** Cohorts on the TF.js engine with WASM, in pool threads: what users run where there is nothing else. */

import { createMemoryBus, type Job, packSpec, type ResultMessage } from '@latentsweep/bus';
import { canonicalConfig, DECK_COEFFICIENTS, type ParameterValue } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { jobShape } from './thread/cut.ts';
import { startWorker } from './worker.ts';

const SPEC = { kind: 'tfjs', backend: 'wasm' } as const;

const DATA = packSpec({
  ...{ kind: 'simulated', train: 240, validation: 40, test: 40 },
  ...{ coefficients: [DECK_COEFFICIENTS], intercepts: [0] },
});

/** Trials that differ in all in which those of a cohort may, of two shapes, on three replicates. */
function job(trial: number, given: Readonly<Record<string, ParameterValue>> = {}): Job {
  const replicate = trial % 3;
  const epochs = 1 + (trial % 2);
  return {
    ...{ v: 4, id: `1.${10 * trial + epochs}.1`, sweepId: 1, engine: 'tfjs@1-wasm', requires: [] },
    dataset: DATA.sha256,
    config: canonicalConfig({
      ...{ arm: trial % 4 === 0 ? 'vae_boundary' : 'vae_mixing', hidden_sizes: [6], latent_size: 2 },
      ...{ batch_size: trial % 5 === 0 ? 16 : 32, minority_rate: 0.3 + 0.1 * replicate, epochs },
      ...{ learning_rate: 10 ** -(2 + (trial % 3) / 2), classifier_epochs: 1 + (trial % 2), ...given },
    }),
    replicate,
    seed: replicate.toString(16).padStart(16, '7'),
    milestones: Array.from({ length: epochs }, (_, e) => ({
      ...{ trialId: 10 * trial + e + 1, epochs: e + 1, attempt: 1 },
    })),
  };
}

/** Results by trial. */
async function run(jobs: readonly Job[], cohort: number): Promise<Map<number, ResultMessage['result']>> {
  const bus = createMemoryBus();
  await bus.putContent(DATA.sha256, DATA.bytes);
  for (const each of jobs) await bus.publishJob(each);
  const worker = await startWorker({ bus, slots: 1, engine: SPEC, cohort });
  const results = new Map<number, ResultMessage['result']>();
  try {
    const wanted = jobs.flatMap(({ milestones }) => milestones).length;
    while (results.size < wanted) {
      for (const delivery of await bus.pullResults(100, 1000)) {
        results.set(delivery.message.trialId, delivery.message.result);
        await delivery.ack();
      }
    }
    return results;
  } finally {
    await worker.stop();
    await bus.close();
  }
}

it('finds the same, bit by bit, in cohorts of any width', async () => {
  const jobs = Array.from({ length: 15 }, (_, trial) => job(trial));
  const alone = await run(jobs, 1);
  expect(new Set([...alone.values()].map(({ outcome }) => outcome))).toEqual(new Set(['completed']));
  for (const cohort of [2, 7]) expect(await run(jobs, cohort)).toEqual(alone);
});

/** Runs `odd` in the midst of a cohort, whose others must have the results that they have without it. */
async function runAmong(odd: Job): Promise<(ResultMessage['result'] | undefined)[]> {
  const sound = [1, 2, 3].map((trial) => job(trial));
  const shapes = new Set([odd, ...sound].map(jobShape));
  expect(shapes.size).toBe(1);
  const together = await run([sound[0]!, odd, sound[1]!, sound[2]!], 8);
  for (const [trial, result] of await run(sound, 1)) expect(together.get(trial)).toEqual(result);
  return odd.milestones.map(({ trialId }) => together.get(trialId));
}

it('reports a trial that diverges, and leaves those beside it alone', async () => {
  const results = await runAmong(job(7, { learning_rate: 10, 'loss_weights.kl': 1e6 }));
  expect(results.map((result) => result?.outcome)).toEqual(['diverged', 'diverged']);
});

it('reports a trial that cannot be begun as failed, and trains those beside it', async () => {
  const error = expect.stringContaining('mixing.generated is 50');
  const results = await runAmong(job(13, { 'mixing.generated': 50, 'mixing.real': 10 }));
  expect(results).toEqual([
    { outcome: 'failed', error },
    { outcome: 'failed', error },
  ]);
});
