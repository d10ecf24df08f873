import { LatentsweepError } from '@latentsweep/core';
import type { Link } from '../connection/link.ts';
import { mayPull, type Names, poolOfConsumer } from '../names.ts';

const FRESH_MS = 2000;
const TIMEOUT_MS = 2000;

/** The consumers of the jobs stream, one a pool, as a worker has to know them. */
export class Pools {
  readonly #link: Link;
  readonly #names: Names;
  readonly #make: (pool: string) => Promise<void>;
  #known: readonly string[] = [];
  #knownAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  /** `make` creates what is missing, where this role may. */
  constructor(link: Link, names: Names, make: (pool: string) => Promise<void>) {
    this.#link = link;
    this.#names = names;
    this.#make = make;
    link.onConnection(() => this.forget());
  }

  /** False where that is not possible for now. Throws LatentsweepError where it never will be. */
  async ensure(pool: string): Promise<boolean> {
    try {
      await this.#make(pool);
      return true;
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      return false;
    }
  }

  /** Those whose jobs a worker with these labels may run, the most demanding first. */
  async consumersFor(labels: readonly string[]): Promise<string[]> {
    const age = performance.now() - this.#knownAt;
    if (this.#known.length === 0 || (labels.length > 0 && age > FRESH_MS)) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null;
      });
      await this.#asking;
    }
    const demands = (name: string) => poolOfConsumer(name).split('+').length;
    return this.#known
      .filter((name) => mayPull(poolOfConsumer(name), labels))
      .sort((a, b) => demands(b) - demands(a));
  }

  /** They are no more what they were. */
  forget(): void {
    this.#known = [];
  }

  async #ask(): Promise<void> {
    const known: string[] = [];
    try {
      for (;;) {
        const request = JSON.stringify({ offset: known.length });
        const subject = `$JS.API.CONSUMER.NAMES.${this.#names.jobsStream}`;
        const answer = await this.#link.request(subject, request, { timeoutMs: TIMEOUT_MS });
        const { consumers, total } = answer.json<{ consumers?: string[] | null; total?: number }>();
        known.push(...(consumers ?? []));
        if (!consumers || consumers.length === 0 || known.length >= (total ?? 0)) break;
      }
      this.#known = known;
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      this.#known = [];
    }
    this.#knownAt = performance.now();
  }
}
