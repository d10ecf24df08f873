import { HEARD_MS, type Presence } from '@latentsweep/bus';
import type { WorkerRow } from '@latentsweep/store';

export interface WorkerChange {
  readonly worker: string;
  readonly what: 'joined' | 'draining' | 'left' | 'lost';
}

/** Of those that left, while the store cannot be told: the newest. */
const MOST_DEPARTED = 1000;

/** The workers that were heard of. Times are in milliseconds of any clock that does not jump. */
export class Fleet {
  readonly #workers = new Map<string, { readonly presence: Presence; readonly heardAt: number }>();
  /** Those that left and whose leaving was not saved yet. */
  readonly #departed = new Map<string, WorkerRow>();

  /** What the message changes, or null. */
  note(presence: Presence, now: number): WorkerChange | null {
    const { worker, state } = presence;
    const before = this.#workers.get(worker)?.presence.state;
    if (state === 'gone') {
      this.#workers.delete(worker);
      this.#departed.set(worker, rowOf(presence));
      if (this.#departed.size > MOST_DEPARTED) this.#departed.delete(this.#departed.keys().next().value!);
      return before ? { worker, what: 'left' } : null;
    }
    this.#departed.delete(worker);
    this.#workers.set(worker, { presence, heardAt: now });
    if (state === 'draining' && before !== 'draining') return { worker, what: 'draining' };
    return before ? null : { worker, what: 'joined' };
  }

  /** Forgets workers that fell silent, and names them. */
  forgetSilent(now: number): WorkerChange[] {
    const lost: WorkerChange[] = [];
    for (const [worker, { heardAt }] of this.#workers) {
      if (now - heardAt <= HEARD_MS) continue;
      this.#workers.delete(worker);
      lost.push({ worker, what: 'lost' });
    }
    return lost;
  }

  /**
   * How many jobs of that engine with those requirements the workers train at once, and whether some of them train
   * several as one.
   */
  capacity(engine: string, requires: readonly string[]): { readonly jobs: number; readonly fused: boolean } {
    let jobs = 0;
    let slots = 0;
    for (const { presence } of this.#workers.values()) {
      const fits =
        presence.state === 'working' &&
        presence.engine === engine &&
        requires.every((label) => presence.labels.includes(label));
      if (!fits) continue;
      jobs += presence.capacity ?? presence.slots;
      slots += presence.slots;
    }
    return { jobs, fused: jobs > slots };
  }

  /** Why workers cannot deliver, each reason once. */
  troubles(): string[] {
    return [...new Set([...this.#workers.values()].flatMap(({ presence }) => presence.troubles ?? []))];
  }

  /** Those that are there, and those that left and were not `saved` since. */
  rows(): WorkerRow[] {
    return [
      ...this.#departed.values(),
      ...[...this.#workers.values()].map(({ presence }) => rowOf(presence)),
    ];
  }

  /** The store has these rows: who left is not told again. */
  saved(rows: readonly WorkerRow[]): void {
    for (const row of rows) if (this.#departed.get(row.name) === row) this.#departed.delete(row.name);
  }
}

function rowOf(presence: Presence): WorkerRow {
  const { worker, host, pid, version, engine, device = null, slots, labels, state, done, trials } = presence;
  const running = trials.reduce((sum, { trialIds }) => sum + trialIds.length, 0);
  return { name: worker, host, pid, version, engine, device, slots, labels, state, running, done };
}
