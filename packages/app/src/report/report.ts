import type { EngineKind } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { variantOf } from '../engine/engine-wish.ts';
import type { FigureServices } from '../figure/services.ts';
import { shownBeside } from '../text/objectives.ts';
import { readVerdict, type SweepVerdict } from '../verdict/read.ts';
import { type Leaderboard, leaderboardOf } from '../view/leaderboard.ts';
import { type WholeSweep, wholeSweep } from '../view/sweeps.ts';
import { type ReportedFigure, reportedFigures } from './figures.ts';

/** Of the leaderboard. */
const ROWS = 25;

/** A sweep to be handed on: all that its one file says. Its size does not grow with the sweep. */
export interface Report {
  readonly whole: WholeSweep;
  /** When it was made. */
  readonly at: Date;
  /** The best configs; null where none has a result. */
  readonly board: Leaderboard | null;
  /** There are configs that the leaderboard has no room for. */
  readonly more: boolean;
  readonly judged: SweepVerdict;
  readonly figures: readonly ReportedFigure[];
  /** Of all results; null while there may be others. */
  readonly checksum: string | null;
  /** The engine's results are the same bits everywhere. */
  readonly exact: boolean;
  readonly madeBy: MadeBy;
}

export interface MadeBy {
  /** Of latentsweep. */
  readonly version: string;
  /** Of Node. */
  readonly node: string;
}

/**
 * Reads what a report of the sweep says, at this moment. `services`: what its figures may ask for beside the store. Throws the
 * reason of their signal.
 */
export async function makeReport(
  store: Reading,
  sweep: KnownSweep,
  { engines, madeBy, at }: { engines: readonly EngineKind[]; madeBy: MadeBy; at: Date },
  services: FigureServices = {},
): Promise<Report> {
  const whole = await wholeSweep(store, sweep);
  const show = shownBeside(sweep, sweep.metric);
  const page = await store.leaderboard(sweep, { limit: ROWS, show });
  const { exact } = variantOf(engines, sweep.engine).traits;
  return {
    ...{ whole, at, exact, madeBy },
    board: page.rows.length === 0 ? null : leaderboardOf(page, sweep, sweep.metric, show),
    more: page.next !== null,
    judged: await readVerdict(store, sweep),
    figures: await reportedFigures(store, sweep, services),
    checksum: whole.state === 'completed' ? await store.checksum(sweep.id) : null,
  };
}
