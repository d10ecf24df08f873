import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleJob, exampleResult } from '../../fixtures/examples.ts';
import { findNatsServers, NatsServer } from '../../fixtures/index.ts';
import type { Bus } from '../../port.ts';
import { openNatsBus } from '../bus.ts';
import { isOlder } from '../connection/server-version.ts';
import { inspectNats } from '../inspect.ts';

const run = promisify(execFile);
const SIZE = '16m';
/** Each stream that is silent takes seconds to be known as such. */
const PATIENT = { timeout: 180_000 };
/** Before it, a stream whose disk was full holds a lock for ever. */
const MENDABLE = '2.10.0';

const newest = (await findNatsServers()).at(-1);
const missing =
  newest && !isOlder(newest.version, MENDABLE) ? await unmountable() : `no nats-server from ${MENDABLE} on`;

async function unmountable(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-mount-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
    await run('umount', [folder]);
    return null;
  } catch {
    return 'no file system of its own here';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe.skipIf(missing !== null)(
  `A bus on NATS whose disk was full${missing === null ? '' : ` (${missing})`}`,
  () => {
    let server: NatsServer;
    let store: string;
    let coordinator: Bus;
    let worker: Bus;
    beforeAll(async () => {
      server = await NatsServer.start({ binary: newest!.path });
      store = join(server.folder, 'store');
      await server.stop();
      await mkdir(store, { recursive: true });
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', store]);
      await server.restart();
      coordinator = await openNatsBus({ url: server.url, role: 'coordinator', name: 'c' });
      worker = await openNatsBus({ url: server.url, role: 'worker', name: 'w' });
    });
    afterAll(async () => {
      await worker?.close();
      await coordinator?.close();
      await server.kill();
      await run('umount', [store]);
      await server.remove();
    });

    it(
      'says so, and stores again once there is room, without another start of the server',
      PATIENT,
      async () => {
        const lost: string[] = [];
        coordinator.onQueueLost((reason) => lost.push(reason));
        await worker.publishResult(exampleResult(1));
        // A limit that somebody set outlives the stream.
        const nc = await connect({ servers: `127.0.0.1:${server.port}` });
        const jsm = await jetstreamManager(nc, { checkAPI: false });
        await jsm.streams.update('latentsweep-results', { max_bytes: 5_000_000 });

        const { bavail, bsize } = await statfs(store);
        await writeFile(join(store, 'ballast'), new Uint8Array(bavail * bsize)).catch(() => {});
        const result = worker.publishResult(exampleResult(2, 3000));
        const job = coordinator.publishJob(exampleJob(1));
        const told = new Promise<readonly string[]>((resolve) => worker.onTrouble(resolve));
        expect(await told).toEqual([expect.stringContaining('latentsweep-results')]);
        await coordinator.mend();
        expect(coordinator.troubles.join()).toContain('Make room on the disk');
        expect(lost).toEqual([]);
        const { streams } = await inspectNats({ url: server.url, name: 'doctor' });
        expect(streams?.some(({ found }) => found?.trouble?.includes('disk'))).toBe(true);

        await rm(join(store, 'ballast'));
        const trials = new Set<number>();
        while (!trials.has(1) || !trials.has(2)) {
          await coordinator.mend();
          for (const { message, ack } of await coordinator.pullResults(8, 200)) {
            trials.add(message.trialId);
            await ack();
          }
        }
        await Promise.all([result, job]);
        while (worker.troubles.length + coordinator.troubles.length > 0) await coordinator.mend();
        const info = await jsm.streams.info('latentsweep-results');
        expect(info.config.max_bytes).toBe(5_000_000);
        await nc.close();
        // Its one result was pulled before the stream was given up.
        expect(lost.filter((reason) => reason.includes('latentsweep-results'))).toEqual([]);
        let pulled = 0;
        while (pulled === 0) pulled += (await worker.pullJobs(1, 500)).length;
      },
    );
  },
);
