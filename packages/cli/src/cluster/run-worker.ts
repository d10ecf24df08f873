import { once } from 'node:events';
import { startWorker, type Worker, type WorkerEvent } from '@latentsweep/worker';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { plural } from '../format/text.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { ChosenEngine } from '../running/engine.ts';
import type { Cohort } from '../running/engine-options.ts';
import { packageVersion } from '../version.ts';
import type { Health, HealthAddress, Readiness } from './health.ts';
import { createLog, type Log } from './log.ts';
import { awaitBus } from './open-bus.ts';
import { logWorker } from './worker-log.ts';

export interface WorkerCommand {
  readonly name: string;
  readonly slots: number;
  readonly engine: ChosenEngine;
  readonly cohort: Cohort;
  readonly labels: readonly string[];
  readonly drainSeconds: number;
  readonly stallSeconds: number;
  readonly cacheDir: string;
  readonly health: HealthAddress | null;
}

/** Beyond the time to drain: for threads that must be ended, for the last words to the bus, and for nothing more. */
const EXIT_MS = 5000;

/** Joins the cluster and takes jobs until a signal tells it to stop. */
export async function runWorker(context: Context, command: WorkerCommand): Promise<void> {
  const log = createLog(context.terminal, { role: 'worker', worker: command.name });
  const events = logWorker(log);
  const { id, note } = command.engine;
  if (note !== null) log.write({ level: 'info', text: note, fields: { event: 'engine', engine: id } });
  let worker: Worker | null = null;
  let count: (event: WorkerEvent) => void = () => {};
  const health = await openHealth(command.health, () => worker, log);
  if (health) count = health.count;
  let exit: NodeJS.Timeout | undefined;
  const interrupt = listenForInterrupt(() => {
    // Whatever hangs then: whoever sent the signal counts on it.
    exit = setTimeout(() => process.exit(ExitCode.failed), 1000 * command.drainSeconds + EXIT_MS).unref();
  });
  try {
    const bus = await awaitBus(() => context.openBus('worker', command.name), {
      signal: interrupt.signal,
      onWaiting: (reason) => log.write(waiting(reason)),
    });
    if (bus === null) return;
    try {
      worker = await startWorker({
        ...{ bus, name: command.name, slots: command.slots, engine: command.engine.spec },
        ...{
          cohort: command.cohort,
          labels: command.labels,
          cacheDir: command.cacheDir,
          version: packageVersion(),
        },
        stallMs: 1000 * command.stallSeconds,
        onEvent: (event) => {
          count(event);
          events.tell(event);
        },
      });
      log.write(introduction(worker, command, context.settings.bus?.url ?? ''));
      if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
      await worker.stop({ graceMs: 1000 * command.drainSeconds });
    } finally {
      await bus.close();
    }
  } finally {
    clearTimeout(exit);
    events.end();
    await health?.health.close();
    interrupt.end();
  }
}

/** Health and metrics, from before there is a connection. Loaded only where they are wanted. */
async function openHealth(
  address: HealthAddress | null,
  worker: () => Worker | null,
  log: Log,
): Promise<{ readonly health: Health; readonly count: (event: WorkerEvent) => void } | null> {
  if (address === null) return null;
  const [{ startHealth }, { createRegistry }, { workerMetrics }] = await Promise.all([
    import('./health.ts'),
    import('./metrics.ts'),
    import('./worker-metrics.ts'),
  ]);
  const registry = createRegistry('worker');
  const count = workerMetrics(registry, () => worker()?.stats() ?? null);
  const health = await startHealth({ ...address, registry, ready: () => readiness(worker()) });
  const { url } = health;
  log.write({
    level: 'info',
    text: `Health and metrics: ${url}/healthz, ${url}/metrics`,
    fields: { event: 'health', url },
  });
  return { health, count };
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

function waiting(reason: string) {
  return {
    level: 'warn',
    text: `Waiting for the bus: ${reason}`,
    fields: { event: 'waiting', reason },
  } as const;
}

function introduction(worker: Worker, { slots, labels }: WorkerCommand, bus: string) {
  const { name, engine } = worker;
  const offer = labels.length === 0 ? '' : `, labels ${labels.join(', ')}`;
  return {
    level: 'info',
    text: `Worker ${name} joined ${bus}: ${plural(slots, 'slot')}, engine ${engine}${offer}.`,
    fields: { event: 'joined', bus, slots, engine, labels },
  } as const;
}
