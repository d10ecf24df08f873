import type { EngineInfo } from './engine.ts';
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

/** A doubling must make a trial's epoch so much cheaper to be worth its memory, and the wait for the last of it. */
const WORTHWHILE = 0.9;

/** From the tables in docs/engines.md: on WASM 8 is as good as any; libtensorflow gains up to 64, less on wide layers. */
const BY_BACKEND = {
  'tensorflow-gpu': { now: 64, most: 4096 },
  tensorflow: { now: 8, most: 64 },
  wasm: { now: 8, most: 8 },
  cpu: { now: 8, most: 8 },
} as const;

/** What to begin with. `wanted`: by the user; never more than the engine can do. */
export function firstWidth({ backend, maxCohort }: EngineInfo, wanted: number | 'auto'): Width {
  const auto = backend === null ? { now: 1, most: 1 } : BY_BACKEND[backend];
  const { now, most } = wanted === 'auto' ? auto : { now: wanted, most: wanted };
  return {
    now: Math.min(now, maxCohort),
    most: Math.min(most, maxCohort),
    ...{ grows: now < most, costs: new Map(), costsBefore: null },
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
