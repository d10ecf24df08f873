import {
  Follower,
  leaderOf,
  type RunStatus,
  stateOfWorker,
  storedDefinition,
} from '@latentsweep/coordinator';
import type { SeenWorker } from '@latentsweep/store';
import type { Check } from '../doctor/check.ts';
import { alarmChecks, troubleChecks } from '../doctor/cluster.ts';
import { type ListedSweep, listedSweeps } from '../view/sweeps.ts';
import { type Watching, wordingFor } from './watch.ts';

/** A sweep of the list, with how it goes; null where it does not stand as running. */
export type OverviewRow = ListedSweep & { readonly status: RunStatus | null; readonly hasRate: boolean };

/** A worker with how it stands, for people. */
export type ShownWorker = Omit<SeenWorker, 'state'> & { readonly state: ReturnType<typeof stateOfWorker> };

/** The sweeps of a store and the cluster that works on them, at one moment. */
export interface Overview {
  readonly sweeps: readonly OverviewRow[];
  /** The list goes on below this id. */
  readonly next: number | null;
  /** But for those that left, by name. */
  readonly workers: readonly ShownWorker[];
  /** What should not be: of the bus, of results, of messages. */
  readonly alarms: readonly Check[];
}

/** Looks at a store again and again, at the newest sweeps: the same few queries however many of them run. */
export class StoreProgress {
  readonly #watching: Omit<Watching, 'sweep'>;
  #followers = new Map<number, Follower>();

  constructor(watching: Omit<Watching, 'sweep'>) {
    this.#watching = watching;
  }

  /** At most `limit` sweeps, of those with ids below `before`. */
  async look(
    page: { limit: number; before?: number | undefined },
    now = performance.now(),
  ): Promise<Overview> {
    const { store } = this.#watching;
    const sweeps = await listedSweeps(store, { ...page, limit: page.limit + 1 });
    const [workers, troubles, alarms, leader, holders] = await Promise.all([
      ...([store.listWorkers(), store.listTroubles(), store.alarms(), leaderOf(store)] as const),
      store.runHolders(),
    ]);
    const shown = sweeps.slice(0, page.limit);
    const before = this.#followers;
    this.#followers = new Map(
      shown
        .filter(({ state }) => state === 'running')
        .map((sweep) => [sweep.id, before.get(sweep.id) ?? this.#follower(sweep)]),
    );
    const reasons = troubles.map(({ reason }) => reason);
    return {
      sweeps: shown.map((sweep) => {
        const { id, counts, best, onCluster } = sweep;
        const cluster = { workers: onCluster ? workers : [], troubles: onCluster ? reasons : [], held: [] };
        const { requires } = storedDefinition(sweep);
        const seen = { sweep, counts, best, requires, ...cluster, leader, led: holders.has(id) };
        return {
          ...sweep,
          status: this.#followers.get(id)?.see(seen, now) ?? null,
          hasRate: before.has(id),
        };
      }),
      next: sweeps.length > page.limit ? shown.at(-1)!.id : null,
      workers: workers
        .map((worker): ShownWorker => ({ ...worker, state: stateOfWorker(worker) }))
        .filter(({ state }) => state !== 'gone'),
      alarms: [...troubleChecks(troubles), ...alarmChecks(alarms)],
    };
  }

  #follower({ word }: ListedSweep): Follower {
    const { engines, spell } = this.#watching;
    return new Follower(wordingFor(word, engines, spell));
  }
}
