import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../content.ts';
import { exampleJob, exampleResult } from '../fixtures/examples.ts';
import { findNatsServers, NatsServer } from '../fixtures/index.ts';
import type { Bus } from '../port.ts';
import { openNatsBus } from './bus.ts';
import { isOlder } from './connection/server-version.ts';
import { inspectNats } from './inspect.ts';

const WAITS = { jobAckWaitMs: 2000, resultAckWaitMs: 2000 };

const servers = await findNatsServers();
const oldest = servers[0];
const newest = servers.at(-1);
const both = oldest && newest && isOlder(oldest.version, newest.version);
const why = both ? '' : ' (LATENTSWEEP_NATS_SERVERS names no second version of nats-server)';

describe.skipIf(!both)(`A bus on NATS that becomes another version${why}`, () => {
  let server: NatsServer;
  const opened: Bus[] = [];
  const open = async (role: 'coordinator' | 'worker') => {
    const bus = await openNatsBus({ url: server.url, ...WAITS, role, name: role === 'worker' ? 'w' : 'c' });
    opened.push(bus);
    return bus;
  };
  beforeEach(async () => {
    server = await NatsServer.start({ binary: newest!.path });
  });
  afterEach(async () => {
    for (const bus of opened.splice(0).reverse()) await bus.close();
    await server.remove();
  });

  const become = async (path: string) => {
    await server.stop();
    server.become(path);
    await server.restart();
  };
  /** Some of each was taken, as in the middle of a sweep: what a newer server notes of that, an older one misreads. */
  const work = async (coordinator: Bus, worker: Bus) => {
    for (let trial = 1; trial <= 30; trial++) {
      await coordinator.publishJob(exampleJob(trial));
      await worker.publishResult(exampleResult(trial));
    }
    for (const [i, job] of (await worker.pullJobs(20, 2000)).entries()) if (i % 3 > 0) await job.ack();
    for (const [i, result] of (await coordinator.pullResults(20, 2000)).entries())
      if (i % 3 > 0) await result.ack();
    await coordinator.putContent(sha256Of(new Uint8Array(10)), new Uint8Array(10));
  };
  const goesOn = async (coordinator: Bus, worker: Bus) => {
    const result = worker.publishResult(exampleResult(99));
    await coordinator.publishJob({ ...exampleJob(99), id: '7.99.2' });
    await result;
    const jobs = new Set<string>();
    while (!jobs.has('7.99.2')) {
      for (const { message, ack } of await worker.pullJobs(8, 500)) {
        jobs.add(message.id);
        await ack();
      }
    }
    const results = new Set<number>();
    while (!results.has(99)) {
      for (const { message, ack } of await coordinator.pullResults(8, 500)) {
        results.add(message.trialId);
        await ack();
      }
    }
    while ((await coordinator.messagesLeft()) > 0) {
      for (const { ack } of await worker.pullJobs(8, 100)) await ack();
      for (const { ack } of await coordinator.pullResults(8, 100)) await ack();
    }
  };

  it('makes all anew when it goes back to an older one, and says so', async () => {
    const coordinator = await open('coordinator');
    const worker = await open('worker');
    const reasons: string[] = [];
    coordinator.onQueueLost((reason) => reasons.push(reason));
    await work(coordinator, worker);
    await become(oldest!.path);
    await goesOn(coordinator, worker);
    expect(reasons).toEqual([expect.stringContaining(newest!.version)]);
    expect(await worker.getContent(sha256Of(new Uint8Array(10)))).toBeNull();
  });

  it('makes all anew when a coordinator finds what a newer one stored', async () => {
    await work(await open('coordinator'), await open('worker'));
    for (const bus of opened.splice(0).reverse()) await bus.close();
    await become(oldest!.path);
    const { streams } = await inspectNats({ url: server.url, name: 'doctor' });
    expect(streams?.map(({ found }) => found?.trouble)).toEqual(
      Array(5).fill(expect.stringContaining(newest!.version)),
    );
    await goesOn(await open('coordinator'), await open('worker'));
    const after = await inspectNats({ url: server.url, name: 'doctor' });
    expect(after.streams?.map(({ found }) => found?.trouble)).toEqual(Array(5).fill(null));
  });

  it('goes on with what is there when it becomes a newer one', async () => {
    await become(oldest!.path);
    const coordinator = await open('coordinator');
    const worker = await open('worker');
    let lost = 0;
    coordinator.onQueueLost(() => {
      lost += 1;
    });
    await work(coordinator, worker);
    await become(newest!.path);
    await goesOn(coordinator, worker);
    expect(lost).toBe(0);
    expect(await worker.getContent(sha256Of(new Uint8Array(10)))).toHaveLength(10);
  });
});
