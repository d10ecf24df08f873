import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Job } from '@latentsweep/bus';
import type { WorkerContext } from './context.ts';

/** After a pull that brought nothing. */
const PAUSE_MS = 10;
/** While the bus cannot be asked. */
const AWAY_MS = 250;
/** Results that may wait for the bus; beyond it there is no point in making more. A result takes some kilobytes. */
const MOST_UNSENT = 1000;

type PullContext = Pick<WorkerContext, 'bus' | 'labels' | 'among' | 'now' | 'stopping'>;

interface Wish {
  /** Seeds of data at hand. */
  readonly held?: ReadonlySet<string>;
  /** How long to wait for the first job. */
  readonly waitMs?: number;
}

/** Up to `max` jobs; empty where there is nothing to do, no bus for the moment, or too much to deliver first. */
export async function pull(
  context: PullContext,
  max: number,
  { held, waitMs = context.bus.pace.jobsMs }: Wish = {},
): Promise<Delivery<Job>[]> {
  const { bus, labels, among, now, stopping } = context;
  const pause = (ms: number) => sleep(ms, [], { signal: stopping }).catch(() => []);
  if (!bus.connected || now.unsent >= MOST_UNSENT) return pause(AWAY_MS);
  const offer = { labels, ...(among && { among }), ...(held && { held }) };
  const deliveries = await bus.pullJobs(max, waitMs, offer).catch(() => null);
  if (deliveries === null) return pause(AWAY_MS);
  now.pulledAt = performance.now();
  if (deliveries.length === 0) return pause(PAUSE_MS);
  if (!stopping.aborted) return deliveries;
  await Promise.allSettled(deliveries.map((delivery) => delivery.nak()));
  return [];
}
