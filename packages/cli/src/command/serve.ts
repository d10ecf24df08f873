import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, jobAckWaitMs, LEAST_TRIAL_LEASE_MS, TRIAL_LEASE_MS } from '@latentsweep/bus';
import { serveSweeps } from '@latentsweep/coordinator';
import { type Store, TryAgain } from '@latentsweep/store';
import type { Command } from 'commander';
import { type HealthAddress, healthAddress, startHealth } from '../cluster/health.ts';
import { createLog, type LogEntry } from '../cluster/log.ts';
import { createRegistry } from '../cluster/metrics.ts';
import { awaitBus } from '../cluster/open-bus.ts';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { wholeNumber } from '../option/parse.ts';
import { eventText, reasonOf } from '../serving/event-text.ts';
import { servingMetrics } from '../serving/metrics.ts';

/** Between two tries to reach the store. */
const RETRY_MS = 2000;

interface ServeOptions {
  readonly leaseSeconds: number;
  readonly health?: HealthAddress;
  readonly name?: string;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('serve')
    .summary('coordinate the sweeps of a cluster')
    .description(
      'Runs the sweeps that are submitted to the store on the workers of the bus, until it is told to end (Ctrl-C or ' +
        'SIGTERM). Several may serve one store: one leads, the others stand by and take over within seconds. It trains ' +
        'nothing itself. One line an event goes to stderr, as JSON where that is not a terminal.',
    )
    .option(
      '--lease-seconds <N>',
      'after so long a silence a worker is given up and its trials run again',
      wholeNumber('--lease-seconds', LEAST_TRIAL_LEASE_MS / 1000, 3600),
      TRIAL_LEASE_MS / 1000,
    )
    .option(
      '--health <PORT|HOST:PORT>',
      'answer /healthz and /metrics there (default: no; host: 127.0.0.1)',
      healthAddress,
    )
    .option('--name <NAME>', 'who this is, in logs and listings (default: host and process id)')
    .action((options: ServeOptions) => serve(context, options));
  withExamples(command, [
    ['sweep serve --store postgresql://sweep@db/results --bus nats://head:4222', 'coordinate'],
    ['sweep serve --config secured/coordinator.yaml --health 9100', 'with settings by file and metrics'],
  ]);
}

async function serve(context: Context, options: ServeOptions): Promise<void> {
  const { leaseSeconds, health: address, name = `${hostname()}-${process.pid}` } = options;
  const log = createLog(context.terminal, { role: 'coordinator', name });
  const say = (level: LogEntry['level'], event: string, text: string) =>
    log.write({ level, text, fields: { event } });
  const interrupt = listenForInterrupt(() => say('info', 'stopping', 'Stopping.'));
  let bus: Bus | null = null;
  const registry = createRegistry('coordinator');
  const metrics = servingMetrics(registry, () => bus?.connected ?? false);
  const { ready, slotsWanted } = metrics;
  const health = address ? await startHealth({ ...address, registry, ready, slotsWanted }) : null;
  if (health) say('info', 'health', `Health and metrics: ${health.url}`);
  try {
    const store = await awaitStore(context, interrupt.signal, (reason) =>
      say('warn', 'store_unreachable', `The store cannot be reached; trying again: ${reason}`),
    );
    bus = await awaitBus(
      () => context.openBus('coordinator', name, { jobAckWaitMs: jobAckWaitMs(1000 * leaseSeconds) }),
      {
        signal: interrupt.signal,
        onWaiting: (reason) => say('warn', 'bus_unreachable', `${reason} Trying again.`),
      },
    );
    if (!store || !bus) return;
    say('info', 'serving', `${name} serves ${store.location.url}.`);
    await serveSweeps({
      ...{ store, bus, name, signal: interrupt.signal, leaseMs: leaseSeconds * 1000 },
      onEvent: (event) => {
        metrics.note(event);
        const entry = eventText(event);
        if (entry) log.write(entry);
      },
    });
    say('info', 'stopped', 'Stopped; sweeps go on with another coordinator, or when one is started.');
  } finally {
    interrupt.end();
    await bus?.close();
    await health?.close();
  }
}

/** A service may start before its database does. Null where `signal` aborted first. */
async function awaitStore(
  context: Context,
  signal: AbortSignal,
  onWaiting: (reason: string) => void,
): Promise<Store | null> {
  while (!signal.aborted) {
    try {
      return await context.store();
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      onWaiting(reasonOf(error));
      await sleep(RETRY_MS, null, { signal }).catch(() => {});
    }
  }
  return null;
}
