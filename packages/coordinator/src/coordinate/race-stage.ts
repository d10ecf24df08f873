import type { Sweep } from '@latentsweep/store';
import type { Cursor, SweepDefinition } from '../port.ts';

/** Where a sweep stands that races: its cursor. It says of all that comes what only rows would say otherwise. */
export type RaceStage = Searching | Deciding | Extending;

/** Configs are proposed, each with the replicates of the first rung. */
interface Searching {
  readonly race: 'search';
  readonly search: Cursor | null;
}

/** A decision is due once all trials have ended. `most`: trials that there are in the end if nothing is dropped from now on. */
export interface Deciding {
  readonly race: 'decide';
  readonly rung: number;
  readonly most: number | null;
  /** Trials that there may be, where what the race saves is spent. */
  readonly planned?: number;
}

/** Those that are left get the replicates above `from`, up to `to`: runs behind the run `after` still do. */
export interface Extending {
  readonly race: 'extend';
  readonly from: number;
  readonly to: number;
  readonly after: string;
  readonly most: number;
  readonly planned?: number;
}

/** Null where the sweep does not race. */
export function stageOf(
  { cursor }: Pick<Sweep, 'cursor'>,
  { race }: Pick<SweepDefinition, 'race'>,
): RaceStage | null {
  if (!race) return null;
  return (cursor as RaceStage | null) ?? { race: 'search', search: null };
}

/** Trials that there are in the end at most, before all are made: by what a race has dropped, or as they were planned. */
export function mostTrials({ cursor, plannedTrials }: Pick<Sweep, 'cursor' | 'plannedTrials'>): number {
  const stage = cursor as Partial<Deciding> | null;
  return stage?.race === undefined ? plannedTrials : (stage.planned ?? stage.most ?? plannedTrials);
}

/** The rung behind this one: that of the next decision, or all replicates. */
export function nextRung(
  { race, replicates }: Pick<SweepDefinition, 'race' | 'replicates'>,
  rung: number,
): number {
  return race?.rungs.find((next) => next > rung) ?? replicates;
}
