/** A new measure is one entry of the catalogue: here it is made, travels, is kept, shown, ranked by and exported. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus } from '@latentsweep/bus';
import {
  canonicalConfig,
  createReferenceEngine,
  DECK_COEFFICIENTS,
  loadDataset,
  prepareDataset,
  readConfig,
  runTrials,
  type TrialResult,
} from '@latentsweep/core';
import { openStore } from '@latentsweep/store';
import { expect, onTestFinished, test, vi } from 'vitest';
import type * as predictions from '../packages/core/src/measure/predictions.ts';

vi.mock('../packages/core/src/measure/predictions.ts', async (original) => {
  const { PREDICTION_MEASURES, ...rest } = await original<typeof predictions>();
  const lift: predictions.PredictionMeasure = {
    ...{ base: 'lift', shape: 'scalar', better: 'higher', unit: null },
    description: 'How much more often than by chance the rows of class 1 are found.',
    value: ({ recall, specificity }) => recall / (1 - specificity + recall),
  };
  // Not at the end: the order of the catalogue is nobody's business.
  return { ...rest, PREDICTION_MEASURES: [PREDICTION_MEASURES[0]!, lift, ...PREDICTION_MEASURES.slice(1)] };
});

const SEED = [1, 2] as const;

async function train(): Promise<TrialResult> {
  const engine = createReferenceEngine();
  const spec = { kind: 'simulated', train: 60, validation: 40, test: 40 } as const;
  const data = { ...spec, coefficients: [DECK_COEFFICIENTS], intercepts: [0] };
  const lane = {
    ...{ config: readConfig(canonicalConfig({ arm: 'oversample', minority_rate: 0.5 })), seed: SEED },
    ...{ milestones: [1], data: loadDataset(engine, prepareDataset(data, SEED, null)) },
  };
  let result: TrialResult | null = null;
  await runTrials(engine, [lane], {
    onMilestone: (_, __, ended) => {
      result = ended;
    },
  });
  return result!;
}

/** Over the memory bus, which checks what enters and leaves. */
async function send(result: TrialResult): Promise<TrialResult> {
  const bus = createMemoryBus();
  const ids = { jobId: '1.1.1', sweepId: 1, trialId: 1, attempt: 1 };
  await bus.publishResult({ v: 4, ...ids, result, durationMs: 1, worker: 'w' });
  const [delivery] = await bus.pullResults(1, 1000);
  await bus.close();
  return delivery!.message.result as TrialResult;
}

test('one entry makes a measure', async () => {
  const result = await train();
  if (result.outcome !== 'completed') throw new Error(result.reason);
  const lift = result.measures['test_lift'] as number;
  expect(lift).toBeGreaterThan(0);
  const sent = await send(result);
  expect(sent).toEqual(result);

  const location = await mkdtemp(join(tmpdir(), 'latentsweep-measure-'));
  const store = await openStore({ location, lingerMs: 0 });
  onTestFinished(async () => {
    await store.close();
    await rm(location, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });
  const { sweep } = await store.createSweep({
    ...{ name: 'lifted', description: null, definitionHash: 'd', definition: {}, source: '', seed: 1 },
    ...{ metric: 'test_lift', goal: 'maximize', replicates: 1, engine: 'reference@1', exact: true },
    ...{ datasetFingerprint: 'f', dataReport: null, plannedTrials: 1 },
    datasetSpec: {
      ...{ kind: 'simulated', train: 1, validation: 1, test: 1 },
      ...{ coefficients: [[0]], intercepts: [0] },
    },
    parameters: [{ name: 'arm', sqlType: 'text' }],
  });
  await store.acquireRun(sweep.id, 'me', 60_000);
  const config = canonicalConfig({ arm: 'oversample' });
  const hashes = { configHash: 'c', runHash: 'r', baselineHash: 'c', resultKey: 'k' };
  const trial = { config, ...hashes, replicate: 0, seed: '0'.repeat(16) };
  await store.expand(sweep.id, [trial], null, true, 'me');
  const [claimed] = await store.claim(sweep.id, 1, 'me', 60_000);
  const ended = { trialId: claimed!.id, attempt: 1, startedAt: new Date(0), durationMs: 1, worker: 'w' };
  await store.record([{ ...ended, result: sent }]);

  const views = await store.query('select test_lift, value from trials');
  expect(views.rows).toEqual([[lift, lift]]);
  const page = await store.trials(sweep, {
    after: 0,
    limit: 1,
    where: 'test_lift > 0 and val_lift is not null',
  });
  expect(page.columns.slice(-2)).toEqual(['test_lift', 'val_lift']);
  expect((await store.trial(claimed!.id)).row).toMatchObject({ test_lift: lift });
  const accuracy = { ...sweep, metric: 'test_accuracy' };
  for (const asked of [sweep, accuracy]) {
    const { columns, rows } = await store.leaderboard(asked, {
      limit: 1,
      by: 'test_lift',
      where: 'val_lift >= 0',
    });
    expect(rows[0]![columns.indexOf('mean')]).toBe(lift);
  }
  expect((await store.topTrials(accuracy, { limit: 1, by: 'val_lift' })).rows).toHaveLength(1);
  expect((await store.columnTypes(sweep)).get('test_lift')).toBe('double precision');
}, 30_000);
