/** NATS on a disk that is full. */

import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Fault } from '../harness/fault.ts';

const run = promisify(execFile);
const SIZE = '24m';
const STALLED_MS = 15_000;

export const diskFaults: readonly Fault[] = [
  {
    name: 'the disk of NATS full',
    sweep: { rates: 10 },
    times: 1,
    async impossible() {
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
    },
    async prepare({ cluster: { nats } }) {
      await nats.stop();
      await mkdir(join(nats.folder, 'store'), { recursive: true });
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', join(nats.folder, 'store')]);
      await nats.restart();
    },
    async inject(scene) {
      const { nats } = scene.cluster;
      const store = join(nats.folder, 'store');
      await scene.untilEnded(20);
      const { bavail, bsize } = await statfs(store);
      await writeFile(join(store, 'ballast'), new Uint8Array(bavail * bsize)).catch(() => {});
      // nats-server 2.9 says nothing of it: it stands still, and has to be killed.
      await sleep(3000);
      const before = await scene.ended();
      await sleep(STALLED_MS);
      if ((await scene.ended()) !== before) throw new Error('Trials end on a full disk.');
      if ((await statfs(store)).bavail > 0) throw new Error('The disk is not full.');
      await nats.kill();
      await rm(join(store, 'ballast'));
      await nats.restart();
      scene.fired();
    },
    async restore({ cluster: { nats } }) {
      await nats.kill();
      await run('umount', [join(nats.folder, 'store')]);
    },
  },
];
