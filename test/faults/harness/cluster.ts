import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsServer, type NatsServerOptions } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import type { PostgresServer } from '@latentsweep/store/fixtures';
import type { Plan } from '../preload/plan.ts';
import { Part } from './part.ts';
import { writeSweep } from './sweeps.ts';

export interface ClusterOptions {
  readonly postgres: PostgresServer;
  readonly database: string;
  readonly leaseSeconds: number;
  /** Of every worker that is started without one. */
  readonly plan: Plan;
  readonly nats?: NatsServerOptions;
}

export interface PartSettings {
  readonly plan?: Plan;
  /** Where it finds the bus, if not where it is: a proxy. */
  readonly bus?: string;
  readonly store?: string;
  readonly under?: readonly string[];
  readonly args?: readonly string[];
}

const open = new Set<Cluster>();

/** Ends whatever is left of all clusters. */
export async function endAll(): Promise<void> {
  await Promise.all([...open].map((cluster) => cluster.remove()));
}

/** nats-server, a database, coordinators and workers as processes of their own, on this machine. */
export class Cluster {
  readonly folder: string;
  readonly nats: NatsServer;
  readonly postgres: PostgresServer;
  /** Of the cluster's database. */
  readonly url: string;
  /** The tests' own view; closed and opened anew where Postgres is stopped. */
  readonly store: Store;
  /** In the order of their start, those included that have ended. */
  readonly coordinators: Part[] = [];
  readonly workers: Part[] = [];
  readonly #options: ClusterOptions;

  private constructor(options: ClusterOptions, folder: string, nats: NatsServer, url: string, store: Store) {
    this.#options = options;
    this.folder = folder;
    this.nats = nats;
    this.postgres = options.postgres;
    this.url = url;
    this.store = store;
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'latentsweep-faults-')));
    const nats = await NatsServer.start(options.nats);
    const url = await options.postgres.createDatabase(options.database);
    const cluster = new Cluster(options, folder, nats, url, await openStore({ location: url }));
    open.add(cluster);
    return cluster;
  }

  /** Its connections to the database are named after it. */
  serve({ plan, bus = this.nats.url, store = this.url, under, args = [] }: PartSettings = {}): Part {
    const name = `coordinator-${this.coordinators.length + 1}`;
    const part = new Part({
      name,
      args: [
        ...['serve', '--name', name, '--bus', bus],
        ...['--lease-seconds', String(this.#options.leaseSeconds), ...args],
      ],
      store: `${store}?application_name=${name}`,
      cwd: this.folder,
      ...(plan && { plan }),
      ...(under && { under }),
    });
    this.coordinators.push(part);
    return part;
  }

  work({ plan = this.#options.plan, bus = this.nats.url, under, args = [] }: PartSettings = {}): Part {
    const name = `worker-${this.workers.length + 1}`;
    const part = new Part({
      name,
      args: [
        ...['worker', '--name', name, '--bus', bus, '--slots', '1'],
        ...['--cache-dir', join(this.folder, `cache-${name}`), ...args],
      ],
      cwd: this.folder,
      plan,
      ...(under && { under }),
    });
    this.workers.push(part);
    return part;
  }

  /** Workers that live. */
  get alive(): Part[] {
    return this.workers.filter(({ alive }) => alive);
  }

  /** Runs a command to its end; throws where it fails. */
  async run(...args: string[]): Promise<void> {
    const part = new Part({ name: args[0]!, args, cwd: this.folder, store: this.url });
    await part.ended();
    if (part.child.exitCode !== 0) throw new Error(`sweep ${args.join(' ')} failed:\n${part.tail()}`);
  }

  async submit(text: string): Promise<void> {
    await this.run('submit', await writeSweep(this.folder, text));
  }

  async remove(): Promise<void> {
    open.delete(this);
    await Promise.all([...this.coordinators, ...this.workers].map((part) => part.end('SIGKILL')));
    await this.store.close().catch(() => {});
    await this.nats.remove();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
