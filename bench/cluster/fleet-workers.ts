/**
 * Many workers of a simulated fleet in one process, each with a connection, a name and a presence of its own. A trial
 * is a sleep; its result is that of the first job, trained once. The parent sends how long to sleep on average, in
 * milliseconds.
 */

import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, type Delivery, type Job, openNatsBus, PRESENCE_MS, readSpec } from '@latentsweep/bus';
import {
  createReferenceEngine,
  loadDataset,
  prepareDataset,
  readConfig,
  runTrials,
  seedFromHex,
  type TrialResult,
} from '@latentsweep/core';

const [url, engine, from, count] = process.argv.slice(2) as [string, string, string, string];
/** Connections that are made at once. */
const AT_ONCE = 20;

let sleepMs = 1000;
process.on('message', (message) => {
  sleepMs = Number(message);
});

let trained: Promise<TrialResult> | null = null;

async function train(bus: Bus, job: Job): Promise<TrialResult> {
  const reference = createReferenceEngine();
  const seed = seedFromHex(job.seed);
  const spec = readSpec((await bus.getContent(job.dataset))!);
  const data = loadDataset(reference, prepareDataset(spec, seed, null));
  const config = readConfig(job.config);
  const results: TrialResult[] = [];
  await runTrials(reference, [{ config, seed, data, milestones: [config.epochs] }], {
    onMilestone: (_, __, result) => results.push(result),
  });
  return results[0]!;
}

/** One slot, one job at a time. */
async function work(bus: Bus, worker: string): Promise<never> {
  let held: Job | null = null;
  let done = 0;
  const about = { v: 4, worker, host: hostname(), pid: process.pid, version: 'simulated', engine } as const;
  const sayPresence = () => {
    const trials = held
      ? [{ sweepId: held.sweepId, trialIds: held.milestones.map(({ trialId }) => trialId) }]
      : [];
    bus.publishPresence({ ...about, slots: 1, labels: [], state: 'working', done, trials });
  };
  // Workers do not speak in chorus.
  await sleep(PRESENCE_MS * Math.random());
  sayPresence();
  setInterval(sayPresence, PRESENCE_MS);
  for (;;) {
    const [delivery] = await bus.pullJobs(1, 1000);
    if (!delivery) continue;
    held = delivery.message;
    await run(bus, worker, delivery);
    done += held.milestones.length;
    held = null;
  }
}

async function run(bus: Bus, worker: string, delivery: Delivery<Job>): Promise<void> {
  const { id: jobId, sweepId, milestones } = delivery.message;
  bus.publishProgress({ v: 4, kind: 'started', jobId, sweepId, worker });
  trained ??= train(bus, delivery.message);
  const result = await trained;
  // Of different lengths, or all would end in chorus.
  const durationMs = sleepMs * (0.5 + Math.random());
  await sleep(durationMs);
  for (const { trialId, attempt } of milestones) {
    await bus.publishResult({ v: 4, jobId, sweepId, trialId, attempt, result, durationMs, worker });
  }
  await delivery.ack();
}

for (let i = 0; i < Number(count); i += AT_ONCE) {
  const names = Array.from(
    { length: Math.min(AT_ONCE, Number(count) - i) },
    (_, j) => `sim-${Number(from) + i + j}`,
  );
  await Promise.all(
    names.map(async (name) => void work(await openNatsBus({ url, role: 'worker', name }), name)),
  );
}
process.send!('ready');
