import type { Sweep } from '@latentsweep/store';
import type { Cursor, SweepDefinition } from '../port.ts';

/** Where a sweep stands that races, or whose runs are stopped at bands of epochs: its cursor. It says of all that comes what only rows would say otherwise. */
export type RaceStage = Searching | Banding | Resuming | Deciding | Extending;

/** Configs are proposed, each with the replicates of the first rung. */
interface Searching {
  readonly race: 'search';
  readonly search: Cursor | null;
  /** Of a search that learns, behind its first block. */
  readonly before?: Blocks;
}

/** A decision is due once all trials have ended. `most`: trials that there are in the end if nothing is dropped from now on. */
export interface Deciding {
  readonly race: 'decide';
  readonly rung: number;
  readonly most: number | null;
  /** Trials that there may be, where what the race saves is spent. */
  readonly planned?: number;
  readonly block?: Block;
}

/** Those that are left get the replicates above `from`, up to `to`: runs behind the run `after` still do. */
export interface Extending {
  readonly race: 'extend';
  readonly from: number;
  readonly to: number;
  readonly after: string;
  readonly most: number;
  readonly planned?: number;
  readonly block?: Block;
}

/** A decision at a band of epochs is due once all trials have ended or wait there; all that wait have `rung` replicates. */
export interface Banding {
  readonly race: 'band';
  readonly band: number;
  readonly rung: number;
  readonly next: Stand;
}

/** What waits at the band, which was decided, goes on. */
export interface Resuming {
  readonly race: 'resume';
  readonly band: number;
  readonly rung: number;
  readonly next: Stand;
}

/** Where the sweep stands behind its last band. */
export interface Stand {
  readonly cursor: Cursor | RaceStage;
  readonly expanded: boolean;
}

/**
 * The configs of one answer of a search that learns, which are raced to the end before it is asked again. Absent: all configs of
 * the sweep are raced at once.
 */
export interface Block {
  /** The place of its first config. */
  readonly from: number;
  /** Runs of it that go on, those that others are compared with not counted. */
  readonly runs: number;
  readonly before: Blocks;
  /** Where the search stands behind it; null: it is at its end. */
  readonly search: Cursor | null;
}

/** What blocks have come to that are over. */
export interface Blocks {
  readonly trials: number;
  /** That have all replicates, those that others are compared with not counted. */
  readonly runs: number;
}

export const NO_BLOCKS: Blocks = { trials: 0, runs: 0 };

/** Null where the sweep does not race, and nothing ends early. */
export function stageOf(
  { cursor }: Pick<Sweep, 'cursor'>,
  { race, early }: Pick<SweepDefinition, 'race' | 'early'>,
): RaceStage | null {
  if (!race && !early) return null;
  return (cursor as RaceStage | null) ?? { race: 'search', search: null };
}

/** Configs that the next block may have: so many that all its replicates are within what was planned, whatever it drops. */
export function roomFor(
  { plannedTrials, replicates }: Pick<Sweep, 'plannedTrials' | 'replicates'>,
  { trials }: Blocks,
): number {
  return Math.max(0, Math.floor((plannedTrials - trials) / replicates));
}

/** What comes behind the last replicates of a block, with `trials` in all by then; null: nothing. */
export function behind({ search, runs, before }: Block, trials: number): RaceStage | null {
  return search && { race: 'search', search, before: { trials, runs: before.runs + runs } };
}

/** Trials that there are in the end at most, before all are made: by what a race has dropped, or as they were planned. */
export function mostTrials({ cursor, plannedTrials }: Pick<Sweep, 'cursor' | 'plannedTrials'>): number {
  const stage = cursor as Partial<Deciding> | null;
  // What a block saves goes to the proposals behind it.
  if (stage?.race === undefined || stage.block?.search) return plannedTrials;
  return stage.planned ?? stage.most ?? plannedTrials;
}

/** The rung behind this one: that of the next decision, or all replicates. */
export function nextRung(
  { race, replicates }: Pick<SweepDefinition, 'race' | 'replicates'>,
  rung: number,
): number {
  return race?.rungs.find((next) => next > rung) ?? replicates;
}
