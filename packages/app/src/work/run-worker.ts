import { once } from 'node:events';
import type { Bus } from '@latentsweep/bus';
import { plural } from '@latentsweep/core';
import { startWorker, type Worker, type WorkerEvent } from '@latentsweep/worker';
import type { ChosenEngine } from '../engine/engine.ts';
import type { TeamOptions } from '../run/team.ts';
import { awaitOpen, whyNoBus } from '../serve/await-open.ts';
import type { HealthAddress, Readiness } from '../serve/health.ts';
import { entryOf, type Log } from '../serve/log.ts';
import { logWorker } from './worker-log.ts';

/** What a worker of the cluster is to be, as its user says. */
export interface WorkerWish extends Omit<TeamOptions, 'engine' | 'version' | 'beside' | 'insteadOfDevice'> {
  readonly name: string;
  readonly drainSeconds: number;
  readonly stallSeconds: number;
  readonly cacheDir: string;
  /** Where health and metrics are served, if at all. */
  readonly health: HealthAddress | null;
}

export interface WorkerCommand extends WorkerWish, Pick<TeamOptions, 'beside' | 'insteadOfDevice'> {
  readonly version: string;
  readonly engine: ChosenEngine;
  openBus(): Promise<Bus>;
  /** Where the bus is, for people. */
  readonly busUrl: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Joins the cluster and takes jobs until `signal` tells it to stop. */
export async function runWorker(command: WorkerCommand): Promise<void> {
  const { log, signal, name, slots, cohort, labels, cacheDir, version } = command;
  const { programs, recheckOneIn, beside, insteadOfDevice = 0 } = command;
  const events = logWorker(log);
  const { id, note } = command.engine;
  if (note !== null) log.write(entryOf('info', 'engine', note, { engine: id }));
  let worker: Worker | null = null;
  const health = await openHealth(command, () => worker);
  try {
    const bus = await awaitOpen(() => command.openBus(), {
      signal,
      whyLater: whyNoBus,
      onWaiting: (reason) =>
        log.write(entryOf('warn', 'waiting', `Waiting for the bus: ${reason}`, { reason })),
    });
    if (bus === null) return;
    try {
      worker = await startWorker({
        ...{ bus, name, slots, cohort, labels, cacheDir, version, engine: command.engine.spec },
        ...(programs ? { programs } : {}),
        ...(beside ? { beside, insteadOfDevice } : {}),
        ...(recheckOneIn === undefined ? {} : { recheckOneIn }),
        stallMs: 1000 * command.stallSeconds,
        onEvent: (event) => {
          health?.count(event);
          events.tell(event);
        },
      });
      log.write(introduction(worker, command));
      if (!signal.aborted) await once(signal, 'abort');
      await worker.stop({ graceMs: 1000 * command.drainSeconds });
    } finally {
      await bus.close();
    }
  } finally {
    events.end();
    await health?.close();
  }
}

/** Health and metrics, from before there is a connection. Loaded only where they are wanted. */
async function openHealth(
  { health: address, log, version }: WorkerCommand,
  worker: () => Worker | null,
): Promise<{ count(event: WorkerEvent): void; close(): Promise<void> } | null> {
  if (address === null) return null;
  const [{ startHealth }, { createRegistry }, { workerMetrics }] = await Promise.all([
    import('../serve/health.ts'),
    import('../serve/registry.ts'),
    import('./worker-metrics.ts'),
  ]);
  const registry = createRegistry('worker', version);
  const count = workerMetrics(registry, () => worker()?.stats() ?? null);
  const ready = () => readiness(worker());
  const { url, close } = await startHealth({ ...address, registry, ready });
  log.write(entryOf('info', 'health', `Health and metrics: ${url}/healthz, ${url}/metrics`, { url }));
  return { count, close };
}

/** Ready: it takes jobs, or would if there were any. */
function readiness(worker: Pick<Worker, 'stats'> | null): Readiness {
  if (worker === null) return { ok: false, details: { state: 'connecting', connected: false } };
  const { state, connected, slots, busy, held, unsent, done, lastPullMs } = worker.stats();
  const last_pull_seconds = lastPullMs === null ? null : lastPullMs / 1000;
  return {
    ok: connected && state === 'working',
    details: { state, connected, slots, busy, held, unsent, done, last_pull_seconds },
  };
}

function introduction(worker: Worker, { labels, busUrl: bus }: WorkerCommand) {
  const { name, engine } = worker;
  const { slots } = worker.stats();
  const offer = labels.length === 0 ? '' : `, labels ${labels.join(', ')}`;
  const text = `Worker ${name} joined ${bus}: ${plural(slots, 'slot')}, engine ${engine}${offer}.`;
  return entryOf('info', 'joined', text, { bus, slots, engine, labels });
}
