import type { SweepDefinition } from '../port.ts';

/** Looks while it spends are at so many times all replicates. Few: each costs level, whether it is reached or not. */
const TIMES = [1, 2, 4];

/** After how many replicates a race may decide, rising: at its rungs, and behind them where it spends what they save. */
export function looksOf({
  race,
  replicates,
}: Pick<SweepDefinition, 'race' | 'replicates'>): readonly number[] {
  if (!race) return [];
  return race.spend ? [...race.rungs, ...TIMES.map((times) => times * replicates)] : race.rungs;
}

/**
 * How many replicates those that are left get next, at a look where they have `rung`, which is all replicates or more: twice
 * as many, or as many as what is left pays for. No more where none but the best is left to be told from it.
 */
export function spendUpTo(of: {
  readonly rung: number;
  /** Trials. */
  readonly left: number;
  /** Configs. */
  readonly alive: number;
  /** Configs beside the best that were not worse than it beyond chance. */
  readonly tied: number;
}): number {
  if (of.tied === 0) return of.rung;
  return of.rung + Math.min(of.rung, Math.floor(Math.max(0, of.left) / of.alive));
}
