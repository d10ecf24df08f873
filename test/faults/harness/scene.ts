import { setTimeout as sleep } from 'node:timers/promises';
import type { SweepState, TrialCounts } from '@latentsweep/store';
import { type Change, readAudit } from './audit.ts';
import type { Cluster } from './cluster.ts';
import type { Random } from './random.ts';

const LOOK_MS = 50;

/** What a fault has at hand: the cluster that runs a sweep, and where it tells that it struck. */
export class Scene {
  readonly cluster: Cluster;
  readonly random: Random;
  /** When faults struck or, where they lasted, were over: milliseconds since 1970. */
  readonly firedAt: number[] = [];
  readonly notes: string[] = [];
  sweepId = 0;
  #until = Number.POSITIVE_INFINITY;

  constructor(cluster: Cluster, random: Random) {
    this.cluster = cluster;
    this.random = random;
  }

  /** From now on, whatever is awaited must come within this time. */
  limit(ms: number): void {
    this.#until = performance.now() + ms;
  }

  /** The fault struck, and recovery begins. */
  fired(at = Date.now()): void {
    this.firedAt.push(at);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  counts(): Promise<TrialCounts> {
    return this.cluster.store.counts(this.sweepId);
  }

  /** Trials that have ended; null while the database cannot be asked. */
  async ended(): Promise<number | null> {
    try {
      const { completed, pruned, diverged, failed, quarantined } = await this.counts();
      return completed + pruned + diverged + failed + quarantined;
    } catch {
      return null;
    }
  }

  async state(): Promise<SweepState | null> {
    try {
      return (await this.cluster.store.sweep(this.sweepId)).state;
    } catch {
      return null;
    }
  }

  changes(): Promise<Change[]> {
    return readAudit(this.cluster.url);
  }

  /** Resolves when so many trials have ended. */
  untilEnded(count: number): Promise<void> {
    return this.until(`${count} trials ended`, async () => ((await this.ended()) ?? 0) >= count);
  }

  /** Resolves when so many more than now have ended, or the sweep is over. */
  async untilMoreEnded(count: number): Promise<void> {
    let before = await this.ended();
    while (before === null) before = await this.ended();
    const goal = before + count;
    await this.until(
      `${count} more trials ended`,
      async () => ((await this.ended()) ?? 0) >= goal || (await this.state()) === 'completed',
    );
  }

  async until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await condition())) {
      if (performance.now() > this.#until) throw new Error(`It took too long: ${what}`);
      await sleep(LOOK_MS);
    }
  }

  untilOver(): Promise<void> {
    return this.until('the sweep is over', async () => {
      const state = await this.state();
      if (state === 'failed' || state === 'cancelled') throw new Error(`The sweep ended as ${state}.`);
      return state === 'completed';
    });
  }
}
