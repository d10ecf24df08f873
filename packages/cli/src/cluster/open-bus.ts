import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, type NatsOptions, openNatsBus } from '@latentsweep/bus';
import { InputError, LatentsweepError } from '@latentsweep/core';
import type { BusSettings, Settings } from '../settings.ts';

export type BusRole = NatsOptions['role'];

export type Waits = Pick<NatsOptions, 'jobAckWaitMs'>;

const RETRY_MS = 2000;

/**
 * Connects to the bus that the settings name. Throws InputError `no_bus`, `bus_refused` (credentials and certificates
 * do not heal by waiting) and what else `openNatsBus` throws: `bus_unreachable`.
 */
export async function openBus(
  settings: Pick<Settings, 'bus'>,
  role: BusRole,
  name: string,
  waits: Waits = {},
): Promise<Bus> {
  try {
    return await openNatsBus({ ...natsOptions(namedBus(settings), role, name), ...waits });
  } catch (error) {
    if (!(error instanceof LatentsweepError) || error.code !== 'bus_refused') throw error;
    throw new InputError(error.code, error.message, error.hint);
  }
}

/** Throws InputError `no_bus` where none is named. */
export function namedBus({ bus }: Pick<Settings, 'bus'>): BusSettings {
  if (bus !== null) return bus;
  throw new InputError(
    'no_bus',
    'This command needs the bus of a cluster, and none is named.',
    'Name it: --bus nats://HOST:4222, LATENTSWEEP_BUS, or `bus:` in latentsweep.yaml.',
  );
}

export interface Waiting {
  readonly signal: AbortSignal;
  readonly onWaiting: (reason: string) => void;
  /** Between two tries. */
  readonly retryMs?: number;
}

/**
 * As `openBus`, for a service that may start before the bus does: tries again until there is a connection, and tells
 * why it waits. Null where `signal` aborted first.
 */
export async function awaitBus(open: () => Promise<Bus>, options: Waiting): Promise<Bus | null> {
  const { signal, onWaiting, retryMs = RETRY_MS } = options;
  while (!signal.aborted) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof LatentsweepError) || error.code !== 'bus_unreachable') throw error;
      onWaiting(error.message);
      await sleep(retryMs, null, { signal }).catch(() => {});
    }
  }
  return null;
}

export function natsOptions(bus: BusSettings, role: BusRole, name: string): NatsOptions {
  const { url, credentialsFile, caFile, prefix, storage, replicas } = bus;
  return {
    ...{ url, role, name, prefix, storage, replicas },
    ...(credentialsFile !== null && { credentialsFile }),
    ...(caFile !== null && { caFile }),
  };
}
