import { median, printRows, type Row } from './against.ts';
import { FUNCTIONS } from './functions.ts';
import { byMeans, GRIDS, gridNamed } from './grids.ts';
import { openSearchPeer, type SearchPeer } from './peers.ts';
import type { Problem } from './problem.ts';
import { ours, SEEDS, theirs } from './seeds.ts';

const CONFIGS = [100, 300];
const MOST = Math.max(...CONFIGS);
const REPLICATES = Number(process.env['REPLICATES'] ?? 2);
const WORKERS = 16;

/** PROBLEMS names some of them by a part of their names. */
const wanted = ({ name }: Problem) => name.includes(process.env['PROBLEMS'] ?? '');
/** Of grids the means, so that it is proposals that are compared. */
const problems = () => [...FUNCTIONS, ...GRIDS.map(gridNamed).map(byMeans)].filter(wanted);
const noisyProblems = () =>
  [...FUNCTIONS, ...GRIDS.map(gridNamed)].filter(({ noisy }) => noisy).filter(wanted);

const after = (all: readonly (readonly number[])[], trials: number) => all.map((one) => one[trials - 1]!);

/** Rows of all problems, after each number of configs. */
async function rowsOf(
  chosen: readonly Problem[],
  {
    of,
    ours,
    theirs,
    trials,
    beside,
  }: {
    /** What stands behind the number of configs. */
    readonly of: string;
    ours(problem: Problem): number[][];
    theirs(peer: SearchPeer, problem: Problem): Promise<number[][]>;
    /** Theirs to each config of ours. */
    readonly trials: number;
    beside?(problem: Problem): number[][];
  },
): Promise<Row[]> {
  const peer = await openSearchPeer('optuna');
  const rows: Row[] = [];
  try {
    for (const problem of chosen) {
      const they = await theirs(peer, problem);
      const we = ours(problem);
      const third = beside?.(problem);
      for (const configs of CONFIGS) {
        rows.push({
          name: `${problem.name}, ${configs} ${of}`,
          ours: after(we, configs),
          theirs: after(they, configs * trials),
          beside: third ? [median(after(third, configs))] : [],
        });
      }
    }
  } finally {
    await peer.close();
  }
  return rows;
}

/** One trial after the other. */
export async function benchQuality(): Promise<void> {
  const rows = await rowsOf(problems(), {
    of: 'trials',
    ours: (problem) => ours(problem, { method: 'bayes', lag: 1, replicates: 1, configs: MOST }),
    theirs: (peer, problem) => theirs(peer, problem, { trials: MOST, workers: 1, anew: false }),
    trials: 1,
    beside: (problem) => ours(problem, { method: 'sobol', lag: 1, replicates: 1, configs: MOST }),
  });
  printRows(`one after the other: median regret of ${SEEDS} seeds`, ['bayes', 'Optuna', 'sobol'], rows);
}

/** Where trials are noisy: configs with replicates, against as many trials of Optuna's in one long run. */
export async function benchReplicates(): Promise<void> {
  const rows = await rowsOf(noisyProblems(), {
    of: `configs of ${REPLICATES} trials`,
    ours: (problem) => ours(problem, { method: 'bayes', lag: 1, replicates: REPLICATES, configs: MOST }),
    theirs: (peer, problem) => theirs(peer, problem, { trials: MOST * REPLICATES, workers: 1, anew: true }),
    trials: REPLICATES,
  });
  printRows(`against as many single trials: median regret of ${SEEDS} seeds`, ['bayes', 'Optuna'], rows);
}

/** 16 trials at once: the default of `lag`, and as many workers of Optuna's. */
export async function benchWorkers(): Promise<void> {
  const rows = await rowsOf(problems(), {
    of: 'trials',
    ours: (problem) => ours(problem, { method: 'bayes', lag: WORKERS, replicates: 1, configs: MOST }),
    theirs: (peer, problem) => theirs(peer, problem, { trials: MOST, workers: WORKERS, anew: false }),
    trials: 1,
  });
  printRows(`${WORKERS} at once: median regret of ${SEEDS} seeds`, ['bayes', 'Optuna'], rows);
}
