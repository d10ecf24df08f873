import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import type { Spell } from '@latentsweep/app';
import { type EngineKind, InputError } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import { Answers } from './answers.ts';
import { Gate } from './gate.ts';
import { isLoopback } from './guard/host.ts';
import { Key } from './guard/key.ts';
import { listen } from './listen.ts';
import { Hub, type HubOptions } from './live/hub.ts';
import { readAssets } from './page/assets.ts';
import { serverOver } from './server.ts';
import { Training } from './training.ts';

export interface DashboardOptions {
  /** Called for every answer; null while no store was made yet. Throws TryAgain while it is away. */
  readonly openStore: () => Promise<Store | null>;
  readonly engines: readonly EngineKind[];
  readonly spell: Spell;
  /** Who has it may act: a random one by default; null: nobody may. Any host but loopback needs one, for looking too. */
  readonly token?: string | null;
  /** Loopback by default. */
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** Names by which it is reached beside those of this machine: that of a proxy before it. */
  readonly names?: readonly string[];
  /** Where libtensorflow was installed, for trials that are trained again for a figure. */
  readonly nativeFolder?: string | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Told of faults that are not the user's. */
  readonly onFault?: (error: unknown) => void;
  /** The folder with the pages, as they were built. */
  readonly pages?: string;
  readonly live?: HubOptions;
}

export interface Dashboard {
  /** To be opened: with the token, where there is one. */
  readonly url: string;
  /** The same without it: `http://127.0.0.1:4000/`, to look. */
  readonly address: string;
  /** Ends all connections, and waits for that. */
  close(): Promise<void>;
}

const PAGES = fileURLToPath(new URL('../build', import.meta.url));
/** Queries of users at once. */
const QUERIES = 2;
const MOST_CONNECTIONS = 2000;

/**
 * Serves the pages over a store until it is closed. Throws InputError `dashboard_needs_token`, `weak_token`, `port_in_use`,
 * `bad_address`, and LatentsweepError `pages_missing`.
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { openStore, engines, spell, host = '127.0.0.1', port = 0, names = [], signal } = options;
  const { token = randomBytes(24).toString('base64url') } = options;
  const open = !isLoopback(host);
  if (open && token === null) throw needsToken(host);
  const hub = new Hub(options.live);
  const key = token === null ? null : new Key(token);
  const assets = readAssets(options.pages ?? PAGES);
  const training = new Training(engines, options.nativeFolder);
  const store = async () => (await openStore()) ?? noStore();
  const desk = {
    openStore,
    store,
    engines,
    spell,
    hub,
    key,
    assets,
    training,
    answers: new Answers(),
    sql: new Gate(QUERIES),
  };
  const lower = names.map((name) => name.toLowerCase());
  const app = serverOver(desk, { names: lower, open, onFault: options.onFault ?? (() => {}) });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  guardTime(server);
  // It takes a second or two: not of whoever opens the first page.
  void openStore().catch(() => {});
  const address = urlOf(host, await listen(server, { host, port }));
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= Promise.all([end(server, hub), training.close()]).then(() => {});
    return closing;
  };
  if (signal?.aborted) await close();
  signal?.addEventListener('abort', () => void close(), { once: true });
  return { url: token === null ? address : `${address}?token=${token}`, address, close };
}

/** A request that never ends, and a client that takes nothing, are let go. */
function guardTime(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.setTimeout(120_000);
  server.maxConnections = MOST_CONNECTIONS;
}

async function end(server: Server, hub: Hub): Promise<void> {
  hub.close();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** An address that means all addresses leads nowhere by itself. */
function urlOf(host: string, port: number): string {
  const named = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}/`;
}

function noStore(): never {
  throw new InputError('no_store', 'There is no store yet.', 'The first sweep makes it: `sweep run FILE`');
}

function needsToken(host: string): InputError {
  return new InputError(
    'dashboard_needs_token',
    `At ${host} others than you can reach the dashboard, and there is no token.`,
    'Leave out --read-only, or leave out --host: it is then reached from this machine alone, or through `ssh -L`.',
  );
}
