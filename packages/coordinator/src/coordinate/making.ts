import type { ConfigSpace } from '@latentsweep/core';
import type { NewTrial, Sweep, TrialLedger } from '@latentsweep/store';
import { sharedWith } from '../plan/definition-hash.ts';
import type { TrialContext } from '../plan/trials.ts';
import type { CoordinateOptions, Cursor, Searcher } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { Ledger } from './ledger.ts';
import { runOwner } from './owner.ts';
import type { RaceStage } from './race-stage.ts';

export type MakingOptions = Pick<CoordinateOptions, 'definition' | 'dataset' | 'sweep' | 'store'> &
  Pick<Required<CoordinateOptions>, 'onRung'>;

/** What it takes to make a sweep's rows, whoever computes them. It holds while its owner has the sweep's lease. */
export class Making {
  readonly options: MakingOptions;
  readonly searcher: Searcher;
  readonly space: ConfigSpace;
  readonly store: TrialLedger;
  /** Of the sweep's lease: nobody else may write to its trials. */
  readonly owner = runOwner();
  readonly ledger = new Ledger();
  readonly #shared: string;
  /** The sweep's row as it was last read, and where the search came to since. */
  sweep: Sweep;
  bestIsOld = false;
  /** Why the sweep may end, where a config has reached its target, and the trial up to which that was looked for. */
  reached: string | null = null;
  lookedUpTo = 0;
  /** Told of trials that had artifacts which are listed no more, before any of them is run again. */
  onUnlisted: (trialIds: readonly number[]) => Promise<void> = async () => {};

  constructor(options: MakingOptions, searcher: Searcher, store: TrialLedger) {
    const { definition, dataset, sweep } = options;
    this.options = options;
    this.searcher = searcher;
    this.space = configSpaceOf(definition);
    this.#shared = sharedWith(definition, dataset.fingerprint, sweep.engine);
    this.store = store;
    this.sweep = sweep;
  }

  /** All that its trials depend on beside their configs. */
  get trialContext(): TrialContext {
    const { replicates, seed: sweepSeed, engine } = this.sweep;
    return { space: this.space, replicates, sweepSeed, shared: this.#shared, engine };
  }

  /** Keeps new rows, and where the sweep stands with them. */
  async make(trials: readonly NewTrial[], cursor: Cursor | RaceStage, expanded: boolean): Promise<void> {
    const made = await this.store.expand(this.sweep.id, trials, cursor, expanded, this.owner);
    this.sweep = { ...this.sweep, cursor, expanded };
    this.ledger.made(made);
    if (made.unlisted.length > 0) await this.onUnlisted(made.unlisted);
    if (made.reused > 0) this.bestIsOld = true;
  }
}
