import { type DataShape, workOfRun } from '@latentsweep/coordinator';
import { type Config, generates, hasSteps, runHash, stepwise } from '@latentsweep/core';

/** A training run, as far as its time goes. */
export interface RunLoad {
  /** To its last epoch. */
  readonly config: Config;
  /** Its arm, with the classifier where that is no network: what has rates of its own. */
  readonly arm: string;
  /** Rows times weights in an epoch. */
  readonly work: number;
  readonly epochs: number;
  /** After which `patience` may end it. */
  readonly leastEpochs: number;
  readonly milestones: number;
}

/** The runs that serve these configs: those that differ only in `epochs` share one. */
export function loadsOf(configs: readonly Config[], shape: DataShape): RunLoad[] {
  return [...Map.groupBy(configs, runHash).values()].map((run) => {
    const config = run.toSorted((a, b) => a.epochs - b.epochs).at(-1)!;
    return {
      config,
      arm: stepwise(config) ? config.arm : `${config.arm} ${config.classifier}`,
      work: workOfRun({ ...config, epochs: 1 }, shape),
      epochs: config.epochs,
      leastEpochs: leastEpochs(config),
      milestones: run.length,
    };
  });
}

/** A VAE and then the network that classifies what it made each have their patience, after the first epoch that counts. */
function leastEpochs(config: Config): number {
  if (!hasSteps(config) || config.patience === 0) return config.epochs;
  const vae = generates(config) ? config.kl_warmup + config.patience : 0;
  const network = stepwise(config) ? config.patience : 0;
  return Math.min(config.epochs, 1 + vae + network);
}

/** Seconds of one thread in a run of the rehearsal. */
export interface Timed {
  readonly load: RunLoad;
  /** Before its first epoch: the cut, the rows of SMOTE, the networks. */
  readonly setUp: number;
  readonly epoch: number;
  /** Test rows and all metrics, beside the epoch. */
  readonly milestone: number;
}

export interface TrainingTime {
  /** Of one thread, all runs together, to their last epochs. */
  readonly seconds: number;
  /** The same where `patience` ends each run as soon as it may. */
  readonly leastSeconds: number;
  /** Half of the range in which it is likely to be, by how far the rehearsal's runs are from their arm's rate. */
  readonly spread: number;
  readonly longestRun: number;
}

/**
 * The time of all runs from the few that were timed. Each arm has its own rates: seconds of an epoch by work, and by run
 * the rest. An arm that was not timed has the rate of all. `times`: how many runs of the sweep a load stands for.
 */
export function trainingTime(
  loads: readonly RunLoad[],
  timed: readonly Timed[],
  times: number,
): TrainingTime {
  if (timed.length === 0) return { seconds: 0, leastSeconds: 0, spread: 0, longestRun: 0 };
  const byArm = Map.groupBy(timed, ({ load }) => load.arm);
  const rates = new Map([...byArm].map(([arm, runs]) => [arm, ratesOf(runs)]));
  const all = ratesOf(timed);
  const noise = noiseOf(timed, rates);
  let seconds = 0;
  let leastSeconds = 0;
  let variance = 0;
  let longestRun = 0;
  for (const [arm, runs] of Map.groupBy(loads, (load) => load.arm)) {
    const rate = rates.get(arm) ?? all;
    const each = runs.map((run) => secondsOfRun(run, rate));
    const total = times * each.reduce((sum, one) => sum + one, 0);
    seconds += total;
    leastSeconds += times * runs.reduce((sum, run) => sum + secondsOfRun(run, rate, run.leastEpochs), 0);
    variance += (total * noise) ** 2 / (byArm.get(arm)?.length ?? 1);
    longestRun = Math.max(longestRun, ...each);
  }
  return {
    seconds,
    leastSeconds,
    spread: Math.max(2 * Math.sqrt(variance), LEAST_SPREAD * seconds),
    longestRun,
  };
}

/** Where runs end early: a share of all epochs is trained. One that is not stopped takes as long as ever. */
export function shortened({ longestRun, ...all }: TrainingTime, share: number): TrainingTime {
  const { seconds, leastSeconds, spread } = all;
  return { seconds: share * seconds, leastSeconds: share * leastSeconds, spread: share * spread, longestRun };
}

/** Two rehearsals of one sweep differed by up to 8%, and six sweeps took 0.94 to 1.16 of what was said: bench/estimate.ts. */
const LEAST_SPREAD = 0.18;

interface Rates {
  readonly perWork: number;
  readonly setUp: number;
  readonly milestone: number;
}

function ratesOf(runs: readonly Timed[]): Rates {
  const sum = (value: (run: Timed) => number) => runs.reduce((total, run) => total + value(run), 0);
  return {
    perWork: sum(({ epoch }) => epoch) / sum(({ load }) => load.work),
    setUp: sum(({ setUp }) => setUp) / runs.length,
    milestone: sum(({ milestone }) => milestone) / runs.length,
  };
}

function secondsOfRun(
  run: RunLoad,
  { perWork, setUp, milestone }: Rates,
  epochs: number = run.epochs,
): number {
  return setUp + epochs * run.work * perWork + run.milestones * milestone;
}

/** How far epochs are from the rate of their arm: the standard deviation of their ratio to it. */
function noiseOf(timed: readonly Timed[], rates: ReadonlyMap<string, Rates>): number {
  const off = timed.map(({ load, epoch }) => {
    const expected = load.work * rates.get(load.arm)!.perWork;
    return expected > 0 ? epoch / expected - 1 : 0;
  });
  const free = Math.max(1, timed.length - rates.size);
  return Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / free);
}

/** What a sweep takes beside its training, as far as a plan can measure it. Seconds. */
export interface Around {
  /** From the start of the program to its first epoch. */
  readonly start: number;
  /** The data of one replicate, prepared by one thread. */
  readonly preparation: number;
  readonly preparations: number;
  readonly trials: number;
  readonly runs: number;
  readonly slots: number;
  readonly cores: number;
}

/**
 * Making an embedded store, where there is none, as a copy of the one that this checkout keeps; its first takes some 3 s
 * more.
 */
export const NEW_STORE_SECONDS = 2;

/**
 * What training takes in a sweep, to what it took in its rehearsal: threads share the machine with the store and with
 * whoever keeps the books, and caches with more data. 1.08 to 1.25 in six sweeps: bench/estimate.ts.
 */
export const IN_A_SWEEP = 1.12;

/** Results that the embedded store takes a second, beside the start: `npm run bench -- orchestrator`. */
const TRIALS_PER_SECOND = 2000;

/** Seconds from the command to the leaderboard, and the range in which that is likely to be. */
export interface Estimate {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** The time from the command to the leaderboard. At the end threads wait for the last one: half a run, as a rule. */
export function wallTime(training: TrainingTime, around: Around): Estimate {
  const { start, preparation, preparations, trials, runs, slots, cores } = around;
  if (trials === 0) return { seconds: start, low: start, high: start };
  const threads = Math.min(slots, runs);
  const book = trials / TRIALS_PER_SECOND;
  // Where training takes all cores, keeping the books takes from it.
  const shared = slots >= cores ? book / cores : 0;
  const at = (seconds: number, tail: number) => {
    const busy = (IN_A_SWEEP * (seconds + preparations * preparation)) / threads + shared;
    return start + Math.max(busy + (threads > 1 ? tail * training.longestRun : 0), training.longestRun, book);
  };
  return {
    seconds: at(training.seconds, 0.5),
    low: at(Math.max(0, training.leastSeconds - training.spread), 0),
    high: at(training.seconds + training.spread, 1),
  };
}
