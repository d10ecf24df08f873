import { meanInterval, type Racer, shuffle } from '@latentsweep/core';
import type { racesOver } from './drive.ts';
import type { Recorded } from './recorded.ts';

/** What a race over a recorded grid, its replicates in some order, saved and cost. */
export interface Outcome {
  /** Epochs trained, as a share of those of the whole grid. */
  readonly trained: number;
  readonly keptBest: boolean;
  readonly regret: number;
  /** Of the paired difference of what is chosen and the best; 0 where it is the best. */
  readonly error: number;
}

const PURPOSE = 99;

/** One race for each of so many orders of the replicates. */
export function outcomesOf(grid: Recorded, race: ReturnType<typeof racesOver>, orders: number): Outcome[] {
  const replicates = grid.configs[0]!.values.length;
  return Array.from({ length: orders }, (_, seed) => {
    const order = Uint32Array.from({ length: replicates }, (__, i) => i);
    shuffle(order, [seed, 0], PURPOSE, 0);
    return raced(grid, race, order);
  });
}

const meanOf = ({ values }: Racer) => meanInterval(values.map((value) => value ?? Number.NaN)).mean;

/** The one with the best mean; what lacks a value is none. */
function bestOf<One extends Racer>(configs: readonly One[]): One {
  return configs.reduce((best, one) =>
    !(meanOf(one) <= meanOf(best)) && !Number.isNaN(meanOf(one)) ? one : best,
  );
}

function raced(grid: Recorded, race: ReturnType<typeof racesOver>, order: Uint32Array): Outcome {
  const configs = grid.configs.map((one) => ({ ...one, values: Array.from(order, (j) => one.values[j]!) }));
  const got = race(configs);
  // Of each run and replicate, up to the last milestone that is alive.
  const trained = (n: (i: number) => number) => {
    const last = new Map<string, number>();
    configs.forEach(({ run, epochs }, i) => {
      for (let r = 0; r < n(i); r++) {
        const key = `${run}/${r}`;
        last.set(key, Math.max(last.get(key) ?? 0, epochs));
      }
    });
    return [...last.values()].reduce((sum, epochs) => sum + epochs, 0);
  };
  const survivors = configs.filter((_, i) => got[i] === order.length);
  const [best, chosen] = [bestOf(configs), bestOf(survivors)];
  const differences = best.values.map((value, j) => value! - chosen.values[j]!);
  const half = meanInterval(differences);
  const squares = differences.reduce((sum, d) => sum + (d - half.mean) ** 2, 0);
  return {
    trained: trained((i) => got[i]!) / trained(() => order.length),
    keptBest: chosen.hash === best.hash,
    regret: half.mean,
    error: Math.sqrt(squares / (differences.length - 1) / differences.length),
  };
}
