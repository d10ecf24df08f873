import { type Job, MESSAGE_VERSION, type ResultMessage } from '@latentsweep/bus';
import { putData, type TrialData } from '@latentsweep/coordinator';
import { type Config, deriveSeed, hasSteps, seedToHex, stepwise } from '@latentsweep/core';
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
const LENGTHS = [
  { most: 0.01, milestones: [1, 2, 32] },
  { most: 0.1, milestones: [1, 2, 6] },
  { most: 0.5, milestones: [1, 2, 4] },
];
const SHORTEST = [1, 2];
/** Of a VAE beside a classifier that is fitted at each milestone: two can't tell that from an epoch. */
const WITH_A_FIT = [1, 2, 4];

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
  const each: Each = (action) => Promise.all(Array.from({ length: options.slots }, action));
  try {
    await putData(team.bus, dataset);
    const queue = inTurns(loads);
    const first = (
      await each(() => {
        const load = queue.next().value ?? loads[0]!;
        return stage.time(load, fitsBesideSteps(load.config) ? WITH_A_FIT : SHORTEST);
      })
    ).flat();
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

/** Does it as often at once as there are threads. */
type Each = <Done>(action: () => Promise<Done>) => Promise<Done[]>;

async function furtherRuns(
  stage: Stage,
  loads: readonly RunLoad[],
  each: Each,
  first: readonly Timed[],
): Promise<Timed[]> {
  const rough = mean(first.map(({ load, epoch }) => epoch / load.work));
  const queue = inTurns(loads);
  const until = performance.now() + BUDGET_MS;
  const runs = await each(async () => {
    const own: Timed[][] = [];
    do {
      const load = queue.next().value;
      if (!load) break;
      own.push(await stage.time(load, milestonesFor(load, rough)));
    } while (performance.now() < until);
    return own;
  });
  return runs.flat(2);
}

/** What a run on another replicate takes more than one on data at hand. */
async function preparationTime(stage: Stage, each: Each, timed: readonly Timed[]): Promise<number> {
  const [example] = timed;
  if (!example) return 0;
  const same = timed.filter(({ load }) => load.arm === example.load.arm);
  const known = mean(same.map(({ setUp, epoch, milestone }) => setUp + epoch + milestone));
  const fresh = await each(() => stage.train(example.load, 2, [1]));
  return Math.max(0, mean(fresh.flatMap((durations) => (durations ? [durations[0]! - known] : []))));
}

type Stage = ReturnType<typeof openStage>;

/** Sends runs to the threads and hands out how long their milestones took. */
function openStage({ bus, worker }: Team, dataset: Job['dataset'], width: number) {
  /** By the job: what its next result is given to. */
  const open = new Map<string, (result: ResultMessage) => void>();
  let ids = 0;
  let closed = false;
  void read();

  return {
    train,
    /** The parts of a run on the first replicate; none where it diverged or failed. */
    async time(load: RunLoad, milestones: readonly number[]): Promise<Timed[]> {
      const durations = await train(load, 1, milestones);
      if (!durations) return [];
      return [{ load, ...partsOf(durations, milestones, fitsBesideSteps(load.config) ? 1 : 0.5) }];
    },
    close(): void {
      closed = true;
    },
  };

  /**
   * Seconds from the start of the run to each milestone; null where it diverged or failed. With cohorts, copies of it
   * are trained together, and it has its share of their time.
   */
  async function train(load: RunLoad, replicate: number, milestones: readonly number[]) {
    const copies = Array.from({ length: width }, () => send(load, replicate, milestones));
    const took = await Promise.all(copies);
    return took.includes(null) ? null : took[0]!.map((seconds) => seconds / width);
  }

  function send({ config }: RunLoad, replicate: number, milestones: readonly number[]) {
    const id = `0.${++ids}.1`;
    const job: Job = {
      ...{ v: MESSAGE_VERSION, id, sweepId: 0, engine: worker.engine, requires: [], dataset },
      config: { ...config, epochs: milestones.at(-1)! },
      replicate,
      seed: seedToHex(deriveSeed(1, 'replicate', replicate)),
      milestones: milestones.map((epochs) => ({ trialId: ++ids, epochs, attempt: 1 })),
    };
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[] | null>();
    const results: ResultMessage[] = [];
    open.set(id, (message) => {
      results.push(message);
      if (results.length < milestones.length) return;
      open.delete(id);
      const sound = results.every(({ result }) => result.outcome === 'completed');
      const seconds = results.map(({ durationMs }) => durationMs / 1000).sort((a, b) => a - b);
      resolve(sound ? seconds : null);
    });
    bus.publishJob(job).catch(reject);
    return promise;
  }

  async function read(): Promise<void> {
    while (!closed) {
      for (const delivery of await bus.pullResults(100, 100)) {
        await delivery.ack();
        open.get(delivery.message.jobId)?.(delivery.message);
      }
    }
  }
}

/** What has no epochs of its own is fitted at each milestone: the two tell all. `rough`: seconds of a unit of work. */
function milestonesFor({ config, work }: RunLoad, rough: number): readonly number[] {
  if (!hasSteps(config)) return SHORTEST;
  if (fitsBesideSteps(config)) return WITH_A_FIT;
  return LENGTHS.find(({ most }) => rough * work <= most)?.milestones ?? SHORTEST;
}

const fitsBesideSteps = (config: Config): boolean => hasSteps(config) && !stepwise(config);

/**
 * From the times at the first, the second and perhaps a later milestone. `most`: the share that a milestone may have of
 * what was measured over many epochs. Half where it judges only, however long the second one was held up.
 */
export function partsOf(
  durations: readonly number[],
  milestones: readonly number[],
  most = 0.5,
): Omit<Timed, 'load'> {
  const [first, second, last] = durations as [number, number, number?];
  const both = second - first;
  const setUp = Math.max(0, first - both);
  // Without a third, the milestone counts as part of the epoch, as often as there are epochs.
  if (last === undefined) return { setUp, epoch: both, milestone: 0 };
  const epochs = milestones[2]! - milestones[1]!;
  const each = (last - second) / epochs;
  const milestone = Math.min(Math.max(0, ((both - each) * epochs) / (epochs - 1)), most * each * epochs);
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
