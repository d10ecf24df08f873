/** A cluster's servers with a database of their own for one part of the figures, and the sweeps that run on it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store, type Sweep, type TrialCounts } from '@latentsweep/store';
import { type ClusterAddress, Program } from './program.ts';
import type { Servers } from './servers.ts';

const LOOK_MS = 50;

export interface Cluster {
  readonly servers: Servers;
  readonly address: ClusterAddress;
  readonly store: Store;
  close(): Promise<void>;
}

export async function openCluster(servers: Servers, name: string): Promise<Cluster> {
  const storeUrl = await servers.postgres.createDatabase(name);
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const store = await openStore({ location: storeUrl });
  return {
    ...{ servers, store, address: { storeUrl, busUrl: servers.nats.url, folder } },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `sweep submit` of a file with this text; the sweep as it was recorded. */
export async function submit({ address, store }: Cluster, name: string, text: string): Promise<Sweep> {
  const file = join(address.folder, `${name}.yaml`);
  await writeFile(file, text);
  const slug = await new Program(address, ['submit', file]).output();
  return (await store.findSweep(slug.trim())).sweep;
}

export const endedOf = ({ completed, pruned, diverged, failed, quarantined }: TrialCounts): number =>
  completed + pruned + diverged + failed + quarantined;

/** Looks at the sweep until so many of its trials ended. Throws when it stops before. */
export async function untilEnded(
  { store }: Cluster,
  sweepId: number,
  trials: number,
  onLook: (ended: number) => void = () => {},
): Promise<void> {
  for (;;) {
    const ended = endedOf(await store.counts(sweepId));
    onLook(ended);
    if (ended >= trials) return;
    const { state, reason } = await store.sweep(sweepId);
    if (state !== 'running' && state !== 'completed') throw new Error(`The sweep is ${state}: ${reason}`);
    await sleep(LOOK_MS);
  }
}
