/** The same jobs on a worker with one thread and with two: how well threads add up. */

import { fileURLToPath } from 'node:url';
import { parentPort, Worker as Thread } from 'node:worker_threads';
import { createMemoryBus, type Job, packSpec } from '@latentsweep/bus';
import { canonicalConfig, DECK_COEFFICIENTS, deriveSeed, seedToHex } from '@latentsweep/core';
import { startWorker } from '@latentsweep/worker';
import { median } from './median.ts';

const WALKS = 5000;

export interface Work {
  /** The description of the data set, then what that names. */
  readonly contents: readonly { readonly sha256: string; readonly bytes: Uint8Array }[];
  readonly config: Job['config'];
  /** How many jobs are timed in a round. */
  readonly jobs: number;
  readonly rounds: number;
}

const DECK: Work = {
  contents: [
    packSpec({
      ...{ kind: 'simulated', train: 80_000, validation: 20_000, test: 20_000 },
      ...{ coefficients: [DECK_COEFFICIENTS], intercepts: [0] },
    }),
  ],
  config: canonicalConfig({ arm: 'vae_mixing', epochs: 6 }),
  jobs: 32,
  rounds: 9,
};

function job({ contents, config }: Work, id: number, engine: string): Job {
  return {
    v: 4,
    id: `1.${id}.1`,
    sweepId: 1,
    engine,
    requires: [],
    dataset: contents[0]!.sha256,
    config,
    replicate: 0,
    seed: seedToHex(deriveSeed(1, 'replicate', 0)),
    milestones: [{ trialId: id, epochs: Number(config.epochs), attempt: 1 }],
  };
}

/** A worker with its bus; `seconds` is how long it takes for `count` results while it has more to do. */
async function openTeam(slots: number, work: Work) {
  const bus = createMemoryBus({ queueLimit: work.jobs + 2 * slots });
  for (const { sha256, bytes } of work.contents) await bus.putContent(sha256, bytes);
  const worker = await startWorker({ bus, slots });
  async function results(count: number): Promise<void> {
    for (let ended = 0; ended < count; ended++) {
      const [result] = await bus.pullResults(1, 60_000);
      await result!.ack();
    }
  }
  return {
    async seconds(count: number): Promise<number> {
      // The first and the last jobs of a thread, while the other has none yet or no more, are not timed.
      for (let id = 0; id < count + 2 * slots; id++) await bus.publishJob(job(work, id, worker.engine));
      await results(slots);
      const started = performance.now();
      await results(count);
      const ended = performance.now();
      await results(slots);
      return (ended - started) / 1000;
    },
    async close(): Promise<void> {
      await worker.stop();
      await bus.close();
    },
  };
}

/** Two threads that only walk through an array of the size of a second-level cache. */
function openWalkers() {
  const threads = [0, 1].map(() => new Thread(fileURLToPath(import.meta.url), { argv: ['walk'] }));
  const walk = (thread: Thread, rounds: number) =>
    new Promise<void>((resolve) => {
      thread.once('message', () => resolve());
      thread.postMessage(rounds);
    });
  return {
    /** How many times the work of one thread both do. */
    async ratio(): Promise<number> {
      const started = performance.now();
      await walk(threads[0]!, WALKS);
      const between = performance.now();
      await Promise.all(threads.map((thread) => walk(thread, WALKS)));
      return (2 * (between - started)) / (performance.now() - between);
    },
    close: () => Promise.all(threads.map((thread) => thread.terminate())),
  };
}

export interface ThreadRatios {
  /** Work of two training threads to that of one: the median of all rounds. */
  readonly ours: number;
  /** The same of two bare loops, by turns with ours: what the machine gives at the time. */
  readonly bare: number;
}

export async function benchThreads(work = DECK): Promise<ThreadRatios> {
  const teams = [await openTeam(1, work), await openTeam(2, work)] as const;
  const walkers = openWalkers();
  const ours: number[] = [];
  const bare: number[] = [];
  for (const team of teams) await team.seconds(Math.min(8, work.jobs));
  await walkers.ratio();
  for (let i = 0; i < work.rounds; i++) {
    ours.push((await teams[0].seconds(work.jobs)) / (await teams[1].seconds(work.jobs)));
    bare.push(await walkers.ratio());
  }
  for (const team of teams) await team.close();
  await walkers.close();
  return { ours: median(ours), bare: median(bare) };
}

if (process.argv[2] === 'walk' && parentPort) {
  const array = new Float32Array(150_000);
  parentPort.on('message', (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      let sum = 0;
      for (let i = 0; i < array.length; i++) {
        sum += array[i]!;
        array[i] = sum * 0.5;
      }
    }
    parentPort!.postMessage(null);
  });
}
