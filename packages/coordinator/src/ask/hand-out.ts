import type { ClaimedTrial, RunningTrial, Sweep, TrialLedger } from '@latentsweep/store';
import { chargeLapsed } from '../coordinate/deaths.ts';
import { expand } from '../coordinate/expander.ts';
import { Making } from '../coordinate/making.ts';
import { patientLedger } from '../coordinate/retry.ts';
import { lookForTarget } from '../coordinate/target.ts';
import type { CoordinateOptions, TrialDeath } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { inTurn } from './turn.ts';

/** Rows are made this far ahead, where nothing is learnt from results. */
const AHEAD = 500;
/** A store that is away for a moment. */
const PATIENCE_MS = 10_000;

export interface HandOutOptions
  extends Pick<CoordinateOptions, 'sweep' | 'definition' | 'dataset' | 'onRung' | 'searcher'> {
  readonly store: TrialLedger;
  /** Who is given the trials, for people. */
  readonly asker: string;
  readonly onDeath?: (death: TrialDeath) => void;
}

export interface HandedOut {
  readonly trials: readonly ClaimedTrial[];
  /** As it is then. */
  readonly sweep: Sweep;
  /** What others hold, where there was nothing to give. */
  readonly out: readonly RunningTrial[];
}

/**
 * Gives out the trials of a sweep to whoever asks for them, and moves it on by what they tell: what `coordinate` is for workers. It
 * holds nothing between two calls, in any number of processes.
 */
export class HandOut {
  readonly #making: Making;
  readonly #asker: string;
  readonly #onDeath: (death: TrialDeath) => void;
  #turns: Promise<unknown> = Promise.resolve();

  constructor({ store, asker, onDeath = () => {}, onRung = () => {}, ...options }: HandOutOptions) {
    const { searcher = createSearcher(options.definition) } = options;
    const patient = patientLedger(store, () => PATIENCE_MS);
    this.#making = new Making({ ...options, store, onRung }, searcher, patient);
    this.#asker = asker;
    this.#onDeath = onDeath;
  }

  /** Up to `count` trials, for `leaseMs` each; those whose lease ended without a word come first. */
  take(count: number, leaseMs: number): Promise<HandedOut> {
    const { store, sweep, owner } = this.#making;
    return this.#inTurn(async () => {
      await this.#look();
      if (this.#making.reached !== null) await this.#endIfDone();
      await this.#makeRows(count);
      const trials = await store.claim(sweep.id, count, owner, leaseMs, this.#asker);
      if (trials.length > 0) return { trials, sweep: this.#making.sweep, out: [] };
      await this.#endIfDone();
      return { trials, sweep: this.#making.sweep, out: await store.runningTrials(sweep.id) };
    });
  }

  /** After results were written: ends the sweep where they were the last ones, or where a config has reached its target. */
  async settle(): Promise<void> {
    const { store, sweep, options } = this.#making;
    const { queued, running } = await store.counts(sweep.id);
    if (queued + running > 0 && options.definition.metric.target === undefined) return;
    await this.#inTurn(async () => {
      await this.#look();
      await this.#makeRows(1);
      await this.#endIfDone();
    });
  }

  /** They are the next ones to be given out. Returns how many of them had not ended. */
  giveBack(trialIds: readonly number[]): Promise<number> {
    const { store, sweep, owner } = this.#making;
    return this.#inTurn(() => store.requeue(sweep.id, trialIds, owner));
  }

  /** One turn after the other here too: they have one owner, and the end of one would end the lease of all. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(() => inTurn(this.#making, act));
    this.#turns = turn.catch(() => {});
    return turn;
  }

  /** What changed since the last turn, which may have been anybody's. */
  async #look(): Promise<void> {
    const making = this.#making;
    const { store, sweep } = making;
    const lapsed = await store.runningTrials(sweep.id, { expired: true });
    await chargeLapsed(making, lapsed, 'its lease ended without a word', this.#onDeath);
    making.sweep = await store.sweep(sweep.id);
    await making.ledger.count(() => store.counts(sweep.id));
    if (making.sweep.state === 'running') await lookForTarget(making);
  }

  async #makeRows(wanted: number): Promise<void> {
    const making = this.#making;
    while (this.#goesOn && making.ledger.counts.queued < wanted) {
      const ahead = Math.max(wanted, AHEAD) - making.ledger.counts.queued;
      if (!(await expand(making, ahead))) return;
    }
  }

  get #goesOn(): boolean {
    const { sweep, reached } = this.#making;
    return sweep.state === 'running' && !sweep.expanded && reached === null;
  }

  async #endIfDone(): Promise<void> {
    const making = this.#making;
    const { store, sweep, reached, owner, ledger } = making;
    if (sweep.state !== 'running') return;
    const { queued, running } = ledger.counts;
    if (reached === null && (!sweep.expanded || queued + running > 0)) return;
    // Nobody waits for what is still out.
    if (running > 0) await store.requeue(sweep.id, null, owner);
    await store.setSweepState(sweep.id, 'completed', reached ?? undefined);
    making.sweep = await store.sweep(sweep.id);
  }
}
