/**
 * Tiny trials through a coordinator and a worker that are processes of their own: trials a second, CPU time a trial in
 * every program that takes part, and whether memory stays flat.
 */

import { median } from '../median.ts';
import { type Cluster, submit, untilEnded } from './cluster.ts';
import { LIVE_HEAP_ARGS, liveMb } from './live-heap.ts';
import { cpuMs, residentMb } from './process-use.ts';
import { startCoordinator, startWorker } from './program.ts';
import { tinyTrials } from './sweep-text.ts';

/** Enough for every program to have compiled what it runs. */
const WARM_UP = 3000;
const SAMPLES = 5;

export const PROGRAMS = ['coordinator', 'worker', 'nats-server', 'Postgres'] as const;
export type ProgramName = (typeof PROGRAMS)[number];

export interface TrialFigures {
  readonly trials: number;
  /** From the first look after submission to the last trial's end. */
  readonly seconds: number;
  /** Milliseconds of CPU time a trial. */
  readonly cpu: Readonly<Record<ProgramName, number>>;
  /** Resident MB after a tenth of the trials, half of them, and at their end. */
  readonly memory: Readonly<Record<'coordinator' | 'worker', Growth & { readonly middle: number }>>;
  /** Live MB after a tenth and shortly before the end, with `liveHeap`. */
  readonly live: Readonly<Record<'coordinator' | 'worker', Growth>> | null;
}

export interface Growth {
  readonly early: number;
  readonly late: number;
}

interface TrialOptions {
  readonly slots?: number;
  /** Garbage is collected twice, to see what is left: times are then not to be used. */
  readonly liveHeap?: boolean;
  readonly nodeArgs?: readonly string[];
  /** Of `sweep worker`. */
  readonly workerArgs?: readonly string[];
  /** Of the sweep file. */
  readonly text?: (name: string, trials: number, seed: number) => string;
}

export async function measureTrials(
  cluster: Cluster,
  trials: number,
  { slots = 2, liveHeap = false, nodeArgs = [], workerArgs = [], text = tinyTrials }: TrialOptions = {},
): Promise<TrialFigures> {
  const { nats, postgres } = cluster.servers;
  const ofNode = [...nodeArgs, ...(liveHeap ? LIVE_HEAP_ARGS : [])];
  const coordinator = await startCoordinator(cluster.address, ofNode);
  const worker = await startWorker(cluster.address, slots, ofNode, workerArgs);
  try {
    const warmUp = await submit(cluster, 'warm-up', text('warm-up', WARM_UP, 1));
    await untilEnded(cluster, warmUp.id, WARM_UP);
    const pids = [coordinator.pid, worker.pid, nats.pid, postgres.pid!];
    const memory = { coordinator: new MemorySamples(coordinator.pid), worker: new MemorySamples(worker.pid) };
    const live = [coordinator, worker].map(({ pid }) => new LiveSamples(pid, cluster.address.folder));
    const sweep = await submit(cluster, 'tiny', text('tiny', trials, 2));
    const before = await Promise.all(pids.map(cpuMs));
    const began = performance.now();
    const tellTenth = tenths(trials, began);
    await untilEnded(cluster, sweep.id, trials, (ended) => {
      tellTenth(ended);
      for (const samples of Object.values(memory)) samples.look(ended / trials);
      if (liveHeap) for (const samples of live) samples.look(ended / trials);
    });
    const seconds = (performance.now() - began) / 1000;
    const after = await Promise.all(pids.map(cpuMs));
    const cpu = PROGRAMS.map((name, i) => [name, (after[i]! - before[i]!) / trials]);
    return {
      ...{ trials, seconds, cpu: Object.fromEntries(cpu) },
      memory: { coordinator: memory.coordinator.result(), worker: memory.worker.result() },
      live: liveHeap ? { coordinator: await live[0]!.result(), worker: await live[1]!.result() } : null,
    };
  } finally {
    await worker.stop();
    await coordinator.stop();
  }
}

/** Says on stderr each time that another tenth has ended, so that a long run is seen to go on, and how evenly. */
function tenths(trials: number, began: number): (ended: number) => void {
  let told = 0;
  return (ended) => {
    const tenth = Math.floor((10 * ended) / trials);
    if (tenth === told) return;
    told = tenth;
    console.error(`  ${ended} of ${trials} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  };
}

/** A process's memory from a tenth of the way on. */
class MemorySamples {
  readonly #pid: number;
  readonly #samples: number[] = [];
  /** How many samples there were at half of the way. */
  #half = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  look(share: number): void {
    if (share < 0.1) return;
    residentMb(this.#pid).then(
      (megabytes) => {
        this.#samples.push(megabytes);
        if (share < 0.5) this.#half = this.#samples.length;
      },
      () => {},
    );
  }

  result(): Growth & { readonly middle: number } {
    const samples = this.#samples;
    return {
      early: median(samples.slice(0, SAMPLES)),
      middle: median(samples.slice(this.#half, this.#half + SAMPLES)),
      late: median(samples.slice(-SAMPLES)),
    };
  }
}

/** What a process still refers to, after a tenth of the way and shortly before its end. */
class LiveSamples {
  readonly #ask: () => Promise<number>;
  #early: Promise<number> | undefined;
  #late: Promise<number> | undefined;

  constructor(pid: number, folder: string) {
    this.#ask = () => liveMb(pid, folder);
  }

  look(share: number): void {
    if (share >= 0.1) this.#early ??= this.#ask();
    if (share >= 0.95) this.#late ??= this.#ask();
  }

  async result(): Promise<Growth> {
    return { early: (await this.#early)!, late: (await this.#late)! };
  }
}
