import { type Bus, type NatsOptions, openNatsBus } from '@latentsweep/bus';
import { InputError, LatentsweepError } from '@latentsweep/core';
import type { BusSettings, Settings } from './settings.ts';

export type BusRole = NatsOptions['role'];

export type Waits = Pick<NatsOptions, 'jobAckWaitMs'>;

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

export function natsOptions({ group: _, ...bus }: BusSettings, role: BusRole, name: string): NatsOptions {
  return { ...bus, role, name };
}

/** The key of a group of workers is good for names of that group alone. */
export function inGroup(bus: BusSettings | null, name: string): string {
  const group = bus?.group ?? null;
  return group === null ? name : `${group}/${name}`;
}
