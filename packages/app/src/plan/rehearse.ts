import { type Job, MESSAGE_VERSION, type ResultMessage } from '@latentsweep/bus';
import { putData, type TrialData } from '@latentsweep/coordinator';
import { deriveSeed, seedToHex } from '@latentsweep/core';
import { startTeam, type Team, type TeamOptions } from '../run/team.ts';
import type { RunLoad, Timed } from './estimate.ts';

/** What a short training on the sweep's own data and threads has shown. Seconds. */
export interface Rehearsal {
  readonly timed: readonly Timed[];
  /** From the start of the threads to their first run. */
  readonly start: number;
  /** One replicate's data, prepared by one thread. */
  readonly preparation: number;
}

/** No further run begins after it; those under way come to their end. */
const BUDGET_MS = 1500;
/** Epochs of a run, by what one takes: enough to tell an epoch from what is beside it. */
const SHORT = { most: 0.01, milestones: [1, 2, 32] } as const;
const MANY = { most: 0.1, milestones: [1, 2, 6] } as const;
const SOME = { most: 0.5, milestones: [1, 2, 4] } as const;
const FEW = { milestones: [1, 2] } as const;

/**
 * Trains for a moment what the sweep would train, with as many threads: all of them at once, since they share the
 * machine. Arms take turns. The first run of each thread prepares the data and warms the engine up; it counts only
 * where it took so long that it is all there is time for.
 */
export async function rehearse(
  loads: readonly RunLoad[],
  dataset: TrialData,
  options: TeamOptions & { readonly width: number },
): Promise<Rehearsal> {
  if (loads.length === 0) return { timed: [], start: 0, preparation: 0 };
  const startedAt = performance.now();
  const team = await startTeam(options);
  const stage = openStage(team, dataset.fingerprint, options.width);
  const each = (action: () => Promise<void>) => Promise.all(Array.from({ length: options.slots }, action));
  try {
    await putData(team.bus, dataset);
    const first = await firstRuns(stage, loads, each);
    const seconds = (performance.now() - startedAt) / 1000;
    const start = Math.max(0, seconds - mean(first.map((run) => run.setUp + 2 * run.epoch)));
    if (1000 * (seconds - start) > BUDGET_MS) {
      const timed = first.map((run) => ({ ...run, setUp: 0 }));
      return { timed, start, preparation: mean(first.map(({ setUp }) => setUp)) };
    }
    const timed = await furtherRuns(stage, loads, each, first);
    return { timed, start, preparation: await preparationTime(stage, each, timed) };
  } finally {
    stage.close();
    await team.stop();
  }
}

type Each = (action: () => Promise<void>) => Promise<unknown>;

async function firstRuns(stage: Stage, loads: readonly RunLoad[], each: Each): Promise<Timed[]> {
  const runs: Timed[] = [];
  const queue = inTurns(loads);
  await each(async () => {
    const load = queue.next().value ?? loads[0]!;
    const durations = await stage.train(load, 1, FEW.milestones);
    if (durations) runs.push({ load, ...partsOf(durations, FEW.milestones) });
  });
  return runs;
}

async function furtherRuns(
  stage: Stage,
  loads: readonly RunLoad[],
  each: Each,
  first: readonly Timed[],
): Promise<Timed[]> {
  const runs: Timed[] = [];
  const rough = mean(first.map(({ load, epoch }) => epoch / load.work));
  const queue = inTurns(loads);
  const until = performance.now() + BUDGET_MS;
  await each(async () => {
    do {
      const load = queue.next().value;
      if (!load) return;
      const milestones = milestonesFor(rough * load.work);
      const durations = await stage.train(load, 1, milestones);
      if (durations) runs.push({ load, ...partsOf(durations, milestones) });
    } while (performance.now() < until);
  });
  return runs;
}

/** What a run on another replicate takes more than one on data at hand. */
async function preparationTime(stage: Stage, each: Each, timed: readonly Timed[]): Promise<number> {
  const [example] = timed;
  if (!example) return 0;
  const same = timed.filter(({ load }) => load.arm === example.load.arm);
  const known = mean(same.map(({ setUp, epoch, milestone }) => setUp + epoch + milestone));
  const fresh: number[] = [];
  await each(async () => {
    const durations = await stage.train(example.load, 2, [1]);
    if (durations) fresh.push(durations[0]! - known);
  });
  return Math.max(0, mean(fresh));
}

interface OpenRun {
  readonly wanted: number;
  readonly results: ResultMessage[];
  readonly resolve: (durations: readonly number[] | null) => void;
}

type Stage = ReturnType<typeof openStage>;

/** Sends runs to the threads and hands out how long their milestones took. */
function openStage({ bus, worker }: Team, dataset: Job['dataset'], width: number) {
  const open = new Map<string, OpenRun>();
  let ids = 0;
  let closed = false;
  void read();

  return {
    /**
     * Seconds from the start of the run to each milestone; null where it diverged or failed. With cohorts, copies of it
     * are trained together, and it has its share of their time.
     */
    async train(load: RunLoad, replicate: number, milestones: readonly number[]): Promise<number[] | null> {
      const copies = Array.from({ length: width }, () => send(load, replicate, milestones));
      const took = await Promise.all(copies);
      return took.includes(null) ? null : took[0]!.map((seconds) => seconds / width);
    },
    close(): void {
      closed = true;
    },
  };

  function send({ config }: RunLoad, replicate: number, milestones: readonly number[]) {
    const id = `0.${++ids}.1`;
    const job: Job = {
      ...{ v: MESSAGE_VERSION, id, sweepId: 0, engine: worker.engine, requires: [], dataset },
      config: { ...config, epochs: milestones.at(-1)! },
      replicate,
      seed: seedToHex(deriveSeed(1, 'replicate', replicate)),
      milestones: milestones.map((epochs) => ({ trialId: ++ids, epochs, attempt: 1 })),
    };
    return new Promise<readonly number[] | null>((resolve, reject) => {
      open.set(id, { wanted: milestones.length, results: [], resolve });
      bus.publishJob(job).catch(reject);
    });
  }

  async function read(): Promise<void> {
    while (!closed) {
      for (const delivery of await bus.pullResults(100, 100)) {
        await delivery.ack();
        const run = open.get(delivery.message.jobId);
        run?.results.push(delivery.message);
        if (run && run.results.length === run.wanted) settle(delivery.message.jobId, run);
      }
    }
  }

  function settle(jobId: string, { results, resolve }: OpenRun): void {
    open.delete(jobId);
    const sound = results.every(({ result }) => result.outcome === 'completed');
    const seconds = results.map(({ durationMs }) => durationMs / 1000).sort((a, b) => a - b);
    resolve(sound ? seconds : null);
  }
}

function milestonesFor(epoch: number): readonly number[] {
  if (epoch <= SHORT.most) return SHORT.milestones;
  if (epoch <= MANY.most) return MANY.milestones;
  return epoch <= SOME.most ? SOME.milestones : FEW.milestones;
}

/** From the times at the first, the second and perhaps a later milestone. */
export function partsOf(durations: readonly number[], milestones: readonly number[]): Omit<Timed, 'load'> {
  const [first, second, last] = durations as [number, number, number?];
  const both = second - first;
  const setUp = Math.max(0, first - both);
  // Without a third, the milestone counts as part of the epoch, as often as there are epochs.
  if (last === undefined) return { setUp, epoch: both, milestone: 0 };
  const epochs = milestones[2]! - milestones[1]!;
  const each = (last - second) / epochs;
  // At least half of what was measured over many epochs is epochs, however long the second one was held up.
  const milestone = Math.min(Math.max(0, ((both - each) * epochs) / (epochs - 1)), (each * epochs) / 2);
  return { setUp, epoch: each - milestone / epochs, milestone };
}

/** One load of each arm, then the next of each, from the first of each again where all were had. */
export function* inTurns(loads: readonly RunLoad[]): Generator<RunLoad, undefined> {
  const arms = [...Map.groupBy(loads, ({ arm }) => arm).values()];
  const most = Math.max(0, ...arms.map((runs) => runs.length));
  for (let turn = 0; turn < most; turn++) {
    yield* arms.flatMap((runs) => runs[turn] ?? []);
  }
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
