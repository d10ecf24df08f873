import { type Bus, jobAckWaitMs, type NatsOptions } from '@latentsweep/bus';
import { serveSweeps } from '@latentsweep/coordinator';
import { type Store, TryAgain } from '@latentsweep/store';
import { awaitOpen, whyNoBus } from './await-open.ts';
import { eventText, outageOf } from './event-text.ts';
import { type HealthAddress, startHealth } from './health.ts';
import { entryOf, type Log } from './log.ts';
import { servingMetrics } from './metrics.ts';
import { createRegistry } from './registry.ts';

export interface Serving {
  /** Who this is, in logs and listings. */
  readonly name: string;
  readonly version: string;
  openStore(): Promise<Store>;
  openBus(waits: Pick<NatsOptions, 'jobAckWaitMs'>): Promise<Bus>;
  readonly leaseSeconds: number;
  /** Where health and metrics are served, if at all. */
  readonly health: HealthAddress | null;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Coordinates the sweeps of a cluster until `signal` aborts. Store and bus are waited for where they cannot be reached.
 * Throws what their opening throws otherwise, and InputError `health_address`.
 */
export async function serve(serving: Serving): Promise<void> {
  const { name, leaseSeconds, log, signal } = serving;
  const say = (...entry: Parameters<typeof entryOf>) => log.write(entryOf(...entry));
  let bus: Bus | null = null;
  const registry = createRegistry('coordinator', serving.version);
  const { ready, slotsWanted, note } = servingMetrics(registry, () => bus?.connected ?? false);
  const health = serving.health
    ? await startHealth({ ...serving.health, registry, ready, slotsWanted })
    : null;
  if (health) say('info', 'health', `Health and metrics: ${health.url}`);
  try {
    const store = await awaitOpen(serving.openStore, {
      signal,
      whyLater: (error) => (error instanceof TryAgain ? outageOf(error) : null),
      onWaiting: (why) =>
        say('warn', 'store_unreachable', `The store cannot be reached; trying again: ${why}`),
    });
    bus = await awaitOpen(() => serving.openBus({ jobAckWaitMs: jobAckWaitMs(1000 * leaseSeconds) }), {
      signal,
      whyLater: whyNoBus,
      onWaiting: (why) => say('warn', 'bus_unreachable', `${why} Trying again.`),
    });
    if (!store || !bus) return;
    say('info', 'serving', `${name} serves ${store.location.url}.`);
    await serveSweeps({
      ...{ store, bus, name, signal, leaseMs: leaseSeconds * 1000 },
      onEvent: (event) => {
        note(event);
        const entry = eventText(event);
        if (entry) log.write(entry);
      },
    });
    say('info', 'stopped', 'Stopped; sweeps go on with another coordinator, or when one is started.');
  } finally {
    await bus?.close();
    await health?.close();
  }
}
