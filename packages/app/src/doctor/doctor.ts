import { availableParallelism, freemem, totalmem } from 'node:os';
import type { EngineKind } from '@latentsweep/core';
import { backendChecks } from './backends.ts';
import { type AskedBus, busChecks } from './bus.ts';
import { type Check, ok } from './check.ts';
import { alarmChecks, clusterChecks } from './cluster.ts';
import { engineCheck } from './engine.ts';
import { gpuCheck } from './find-gpus.ts';
import { machineChecks } from './machine.ts';
import { type AskedStore, storeChecks } from './store.ts';

export interface Examined {
  readonly version: string;
  readonly engines: readonly EngineKind[];
  readonly nativeFolder: string | undefined;
  readonly deviceFolder?: string | undefined;
  readonly device?: string | undefined;
  readonly allowSoftware?: boolean | undefined;
  readonly store: AskedStore;
  /** Null: none is named. */
  readonly bus: (() => AskedBus) | null;
}

/** Examines this machine and the store; where a bus is named, also the bus, the coordinator, the workers. */
export async function examine({
  version,
  engines,
  nativeFolder,
  deviceFolder,
  device,
  allowSoftware,
  store,
  bus,
}: Examined): Promise<Check[]> {
  const machine = {
    ...{ node: process.version, platform: `${process.platform}-${process.arch}` },
    ...{ cores: availableParallelism(), memoryBytes: totalmem(), freeBytes: freemem() },
  };
  const checks = [
    ok('latentsweep', version),
    ...machineChecks(machine),
    await engineCheck(engines),
    await gpuCheck(engines),
    ...(await backendChecks(engines, { nativeFolder, deviceFolder, device, allowSoftware })),
  ];
  const seen = await storeChecks(store);
  checks.push(...seen.checks);
  if (bus === null) return seen.store ? [...checks, ...alarmChecks(await seen.store.alarms())] : checks;
  checks.push(...(await busChecks(bus)));
  return seen.store ? [...checks, ...(await clusterChecks(seen.store, version))] : checks;
}
