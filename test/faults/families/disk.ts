/** NATS on a disk that is full. */

import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findNatsServers } from '@latentsweep/bus/fixtures';
import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';

const run = promisify(execFile);
const SIZE = '24m';
const STALLED_MS = 15_000;
/** From this version on a stream whose disk was full can be given up for a new one, while the server runs. */
const MENDABLE = '2.10';

const storeOf = ({ cluster: { nats } }: Scene) => join(nats.folder, 'store');
const newest = (await findNatsServers()).at(-1);

/** Why there can be no file system of its own here, or null. */
async function unmountable(): Promise<string | null> {
  const folder = '/tmp/latentsweep-mount';
  try {
    await mkdir(folder, { recursive: true });
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
    await run('umount', [folder]);
    return null;
  } catch (error) {
    return `no file system of its own here (${(error as Error).message.trim().split('\n').at(-1)})`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function mount(scene: Scene): Promise<void> {
  const { nats } = scene.cluster;
  await nats.stop();
  await mkdir(storeOf(scene), { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', storeOf(scene)]);
  await nats.restart();
}

async function unmount(scene: Scene): Promise<void> {
  await scene.cluster.nats.kill();
  await run('umount', [storeOf(scene)]);
}

/** Fills the disk while the sweep runs, and waits until everybody stands still and says so. */
async function fill(scene: Scene): Promise<void> {
  await scene.untilEnded(20);
  const { bavail, bsize } = await statfs(storeOf(scene));
  await writeFile(join(storeOf(scene), 'ballast'), new Uint8Array(bavail * bsize)).catch(() => {});
  await scene.cluster.coordinators[0]!.says('bus_trouble');
  const before = await scene.ended();
  await sleep(STALLED_MS);
  if ((await scene.ended()) !== before) throw new Error('Trials end on a full disk.');
  if ((await statfs(storeOf(scene))).bavail > 0) throw new Error('The disk is not full.');
  const troubles = await scene.cluster.store.listTroubles();
  if (troubles.length === 0) throw new Error('Nobody says that the bus takes nothing.');
  const { cluster } = scene;
  const well = await cluster.run('doctor', '--bus', cluster.nats.url).then(
    () => true,
    () => false,
  );
  if (well) throw new Error('The doctor says that all is well.');
  scene.note(troubles.map(({ reason }) => reason).join('; '));
}

const makeRoom = (scene: Scene) => rm(join(storeOf(scene), 'ballast'));

export const diskFaults: readonly Fault[] = [
  {
    name: 'the disk of NATS full, until it is started again',
    sweep: { rates: 10 },
    times: 1,
    impossible: unmountable,
    prepare: mount,
    async inject(scene) {
      await fill(scene);
      await scene.cluster.nats.kill();
      await makeRoom(scene);
      await scene.cluster.nats.restart();
      scene.fired();
    },
    restore: unmount,
  },
  {
    name: 'the disk of NATS full, until there is room',
    sweep: { rates: 10 },
    times: 1,
    ...(newest && { nats: { binary: newest.path } }),
    async impossible() {
      if (newest && newest.version.localeCompare(MENDABLE, 'en', { numeric: true }) >= 0)
        return unmountable();
      return `nats-server ${newest?.version ?? ''} stands still until it is started again; one from ${MENDABLE} on is needed`;
    },
    prepare: mount,
    async inject(scene) {
      await fill(scene);
      await makeRoom(scene);
      scene.fired();
    },
    shown: ({ cluster, firedAt }) => (cluster.nats.starts === 2 ? firedAt.length : 0),
    restore: unmount,
  },
];
