import type { EngineTraits } from '@latentsweep/core';
import type { CohortTime } from './thread/protocol.ts';

/** How many jobs a slot trains together, and what it has found out about wider and narrower cohorts. */
export interface Width {
  readonly now: number;
  readonly most: number;
  readonly grows: boolean;
  /** Milliseconds of a trial's epoch by shape, in full cohorts of this width and of half of it. */
  readonly costs: ReadonlyMap<string, number>;
  readonly costsBefore: ReadonlyMap<string, number> | null;
}

export const ONE_BY_ONE: Width = { now: 1, most: 1, grows: false, costs: new Map(), costsBefore: null };

/** A doubling must make a trial's epoch so much cheaper to be worth its memory, and the wait for the last of it. */
const WORTHWHILE = 0.9;

/** What to begin with. `wanted`: by the user; never more than the engine can do. */
export function firstWidth({ fuses, pays }: EngineTraits, wanted: number | 'auto'): Width {
  const { from: now, to: most } = wanted === 'auto' ? pays : { from: wanted, to: wanted };
  return {
    now: Math.min(now, fuses),
    most: Math.min(most, fuses),
    grows: now < most,
    costs: new Map(),
    costsBefore: null,
  };
}

/**
 * Doubles the width after full cohorts for as long as a trial's epoch gets worthwhile cheaper, in cohorts of one shape.
 * `roomy`: whether this machine's memory would suffice for twice as much.
 */
export function afterCohort(
  width: Width,
  { shape, width: lanes, epochs, ms }: CohortTime,
  roomy: boolean,
): Width {
  const { now, most, grows, costsBefore } = width;
  if (!grows || lanes !== now || epochs === 0) return width;
  const cost = ms / epochs;
  const costs = new Map(width.costs).set(shape, cost);
  const before = costsBefore?.get(shape);
  if (costsBefore !== null) {
    if (before === undefined) return { ...width, costs };
    if (cost > WORTHWHILE * before) return settled(width, now / 2);
  }
  if (2 * now > most || !roomy) return settled(width, now);
  return { ...width, now: 2 * now, costs: new Map(), costsBefore: costs };
}

/** Memory did not suffice for so many. */
export function afterMemoryRanOut(width: Width, lanes: number): Width {
  return settled(width, Math.max(1, Math.min(width.now, Math.floor(lanes / 2))));
}

const settled = (width: Width, now: number): Width => ({ ...width, now, grows: false });
