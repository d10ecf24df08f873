import { createMemoryBus, type Job, packSpec, type ResultMessage } from '@latentsweep/bus';
import {
  canonicalConfig,
  createReferenceEngine,
  loadDataset,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  seedFromHex,
  type TrialResult,
} from '@latentsweep/core';
import { expect, it } from 'vitest';
import { startWorker } from '../worker.ts';

const config = canonicalConfig({
  arm: 'vae_mixing',
  minority_rate: 0.5,
  batch_size: 20,
  classifier_epochs: 2,
});
const spec: SimulatedSpec = {
  kind: 'simulated',
  train: 300,
  validation: 50,
  test: 50,
  coefficients: [[1, -1, 2]],
  intercepts: [0],
};
const job: Job = {
  v: 4,
  id: '1.1.1',
  sweepId: 1,
  engine: '',
  requires: [],
  dataset: packSpec(spec).sha256,
  config,
  replicate: 1,
  seed: '12345678deadbeef',
  milestones: [1, 3].map((epochs) => ({ trialId: epochs, epochs, attempt: 1 })),
};

async function inThisThread(): Promise<TrialResult[]> {
  const engine = createReferenceEngine();
  const seed = seedFromHex(job.seed);
  const data = loadDataset(engine, prepareDataset(spec, seed, null));
  const results: TrialResult[] = [];
  const lane = { config: { ...config, epochs: 3 }, seed, data, milestones: [1, 3] };
  await runTrials(engine, [lane], { onMilestone: (_, __, result) => results.push(result) });
  return results;
}

it('A pool thread finds what the trial loop finds, bit for bit, also with its caches warm', async () => {
  const bus = createMemoryBus();
  const worker = await startWorker({ bus, slots: 1, engine: { kind: 'reference' } });
  try {
    await bus.putContent(job.dataset, packSpec(spec).bytes);
    for (const id of ['1.1.1', '1.1.2']) await bus.publishJob({ ...job, id, engine: worker.engine });
    const got: ResultMessage[] = [];
    while (got.length < 4) {
      for (const delivery of await bus.pullResults(10, 1000)) {
        got.push(delivery.message);
        await delivery.ack();
      }
    }
    const expected = await inThisThread();
    expect(expected.map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
    expect(got.map(({ result }) => result)).toEqual([...expected, ...expected]);
  } finally {
    await worker.stop();
    await bus.close();
  }
});
