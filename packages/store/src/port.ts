/**
 * The Store port: interfaces by who calls them. One implementation in Kysely serves a Postgres URL and the
 * embedded PGlite alike. Rows are the truth; every count is derived from them.
 */

import type { AskedBook } from './port/asked-book.ts';
import type { ClusterBook } from './port/cluster-book.ts';
import type { PredictionBook } from './port/prediction-book.ts';
import type { Reading } from './port/reading.ts';
import type { SweepBook } from './port/sweep-book.ts';
import type { TrialLedger } from './port/trial-ledger.ts';

export type * from './port/asked-book.ts';
export type * from './port/cluster-book.ts';
export type * from './port/config-pages.ts';
export type * from './port/figures.ts';
export type * from './port/prediction-book.ts';
export type * from './port/race.ts';
export type * from './port/ranking.ts';
export type * from './port/reading.ts';
export type * from './port/search-history.ts';
export type * from './port/sweep-book.ts';
export type * from './port/target.ts';
export type * from './port/trial.ts';
export type * from './port/trial-figures.ts';
export type * from './port/trial-ledger.ts';

export interface Store extends SweepBook, TrialLedger, AskedBook, ClusterBook, PredictionBook, Reading {
  close(): Promise<void>;
}
