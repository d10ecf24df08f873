import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256Of } from '../content.ts';
import { exampleJob, exampleResult } from '../fixtures/examples.ts';
import { describeWithNats, NatsServer, TcpProxy } from '../fixtures/index.ts';
import type { Bus, Delivery } from '../port.ts';
import { openNatsBus } from './bus.ts';
import type { NatsOptions } from './options.ts';

const WAITS = { jobAckWaitMs: 2000, resultAckWaitMs: 2000 };

describeWithNats('A bus on NATS whose server fails', () => {
  let server: NatsServer;
  let coordinator: Bus;
  let worker: Bus;
  const opened: { close(): Promise<void> }[] = [];
  const open = async (role: 'coordinator' | 'worker', options: Partial<NatsOptions> = {}) => {
    const name = role === 'worker' ? 'w' : 'c';
    const bus = await openNatsBus({ url: server.url, ...WAITS, ...options, role, name });
    opened.push(bus);
    return bus;
  };
  beforeEach(async () => {
    server = await NatsServer.start();
    coordinator = await open('coordinator');
    worker = await open('worker');
  });
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
    await server.remove();
  });

  it('keeps all it acknowledged when the server is killed, and delivers what was published while it was gone', async () => {
    await publishJobs(coordinator, 1, 20);
    await worker.publishResult(exampleResult(100));
    await server.kill();
    await until(() => !worker.connected && !coordinator.connected);
    const meanwhile = publishJobs(coordinator, 21, 40);
    const result = worker.publishResult(exampleResult(101));
    expect(await worker.pullJobs(1, 100)).toEqual([]);
    expect(await coordinator.pullResults(1, 100)).toEqual([]);
    await server.restart();
    await Promise.all([meanwhile, result]);
    expect((await trialsOf(worker, 40)).size).toBe(40);
    expect(await resultsOf(coordinator, 2)).toEqual(new Set([100, 101]));
  });

  it('loses and doubles nothing while the server is killed again and again', async () => {
    let running = true;
    // What a killed server delivers again has to be settled again.
    let left = true;
    const kills = (async () => {
      for (let kill = 0; kill < 3; kill++) {
        await sleep(400);
        await server.kill();
        await server.restart();
      }
      running = false;
    })();
    const published = new Set<number>();
    const publishing = (async () => {
      for (let trial = 0; running || trial < 50; trial++) {
        await coordinator.publishJob(exampleJob(trial));
        published.add(trial);
      }
    })();
    const recorded = new Set<number>();
    const working = (async () => {
      while (left) {
        for (const job of await worker.pullJobs(8, 200)) {
          void worker.publishResult(exampleResult(job.message.milestones[0]!.trialId)).then(() => job.ack());
        }
      }
    })();
    const recording = (async () => {
      while (left) {
        for (const result of await coordinator.pullResults(64, 200)) {
          recorded.add(result.message.trialId);
          await result.ack();
        }
      }
    })();
    await kills;
    await publishing;
    await until(() => recorded.size === published.size);
    await until(async () => (await coordinator.messagesLeft()) === 0);
    left = false;
    await Promise.all([working, recording]);
    expect(recorded).toEqual(published);
  });

  it('makes everything anew when the storage of the server was wiped, and says so', async () => {
    let lost = 0;
    coordinator.onQueueLost(() => {
      lost += 1;
    });
    await publishJobs(coordinator, 1, 3);
    const bytes = new Uint8Array(10);
    const sha256 = sha256Of(bytes);
    await coordinator.putContent(sha256, bytes);
    await trialsOf(worker, 3);
    const waiting = worker.pullJobs(1, 30_000);
    await server.kill();
    await server.wipe();
    await server.restart();
    await until(() => lost > 0);
    expect(await worker.getContent(sha256)).toBeNull();
    await coordinator.putContent(sha256, bytes);
    expect(sha256Of((await worker.getContent(sha256)) ?? new Uint8Array())).toBe(sha256);
    await publishJobs(coordinator, 4, 4);
    expect((await waiting).map(({ message }) => message.id)).toEqual(['7.4.1']);
    expect(lost).toBe(1);
  });

  it('lets a late acknowledgement take away nothing of the queue that was made anew', async () => {
    await publishJobs(coordinator, 1, 3);
    const old = await pullExactly(worker, 3);
    const lost = new Promise<string>((resolve) => coordinator.onQueueLost(resolve));
    await server.kill();
    await server.wipe();
    await server.restart();
    await lost;
    // The same sequence numbers, delivered to nobody or to another.
    await publishJobs(coordinator, 11, 13);
    const other = await open('worker');
    const [held] = await other.pullJobs(1, 5000);
    await until(() => worker.connected);
    for (const delivery of old) await delivery.ack();
    await held!.nak();
    expect(await trialsOf(worker, 3)).toEqual(new Set([11, 12, 13]));
  });

  it('delivers again what was pulled and not settled, though a coordinator sweeps up', async () => {
    // The first of each is settled, so that there is something to sweep.
    for (const id of [1, 2, 3]) {
      await publishJobs(coordinator, id, id);
      await worker.publishResult(exampleResult(100 + id));
    }
    await (await pullExactly(worker, 3))[0]!.ack();
    let results: Delivery<unknown>[] = [];
    while (results.length < 3) results = [...results, ...(await coordinator.pullResults(3, 1000))];
    await results[0]!.ack();
    const second = await open('coordinator');
    // Its first look, at which it sweeps, is after two seconds.
    await sleep(2500);
    expect(await trialsOf(worker, 2)).toEqual(new Set([2, 3]));
    expect(await resultsOf(second, 2)).toEqual(new Set([102, 103]));
  });

  it('waits while the server is frozen, and goes on after', async () => {
    await publishJobs(coordinator, 1, 1);
    await server.freeze();
    const publishing = publishJobs(coordinator, 2, 30);
    expect(await worker.pullJobs(1, 300)).toEqual([]);
    server.thaw();
    await publishing;
    expect((await trialsOf(worker, 30)).size).toBe(30);
  });

  it('goes on after its connection was cut', async () => {
    const proxy = await TcpProxy.to(server.port);
    opened.push(proxy);
    const remote = await open('worker', { url: `nats://127.0.0.1:${proxy.port}` });
    const heard: boolean[] = [];
    remote.onConnection((connected) => heard.push(connected));
    await publishJobs(coordinator, 1, 1);
    const [job] = await remote.pullJobs(1, 5000);
    proxy.cut();
    await until(() => !remote.connected);
    const result = remote.publishResult(exampleResult(1));
    await job!.ack();
    proxy.heal();
    await result;
    expect(heard).toEqual([false, true]);
    expect(await resultsOf(coordinator, 1)).toEqual(new Set([1]));
    await until(async () => (await coordinator.messagesLeft()) === 0);
  });

  it('notices a connection that is half-open', async () => {
    const proxy = await TcpProxy.to(server.port);
    opened.push(proxy);
    const remote = await open('worker', { url: `nats://127.0.0.1:${proxy.port}`, pingMs: 300 });
    proxy.silence();
    const result = remote.publishResult(exampleResult(1));
    await until(() => !remote.connected);
    proxy.heal();
    await result;
    expect(await resultsOf(coordinator, 1)).toEqual(new Set([1]));
  });

  it('lets a worker come before the coordinator', async () => {
    const early = await openNatsBus({ url: server.url, prefix: 'early', role: 'worker', name: 'w' });
    opened.push(early);
    expect(await early.pullJobs(1, 300)).toEqual([]);
    const pulled = early.pullJobs(1, 20_000);
    const late = await openNatsBus({ url: server.url, prefix: 'early', role: 'coordinator', name: 'c' });
    opened.push(late);
    await late.publishJob(exampleJob(1));
    expect((await pulled).length).toBe(1);
  });

  it('takes no damaged content for good, and has it put anew', async () => {
    const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => (i * 7919) % 256);
    const sha256 = sha256Of(bytes);
    await coordinator.putContent(sha256, bytes);
    const lost = new Promise<string>((resolve) => coordinator.onQueueLost(resolve));
    await server.stop();
    expect(await damage(join(server.folder, 'store'), 'OBJ_')).toBe(true);
    await server.restart();
    let told = false;
    void lost.then(() => {
      told = true;
    });
    // What a worker says while the coordinator is not connected yet is not heard.
    while (!told) {
      expect(await worker.getContent(sha256)).toBeNull();
      await sleep(50);
    }
    await coordinator.putContent(sha256, bytes);
    expect(sha256Of((await worker.getContent(sha256)) ?? new Uint8Array())).toBe(sha256);
  });
});

/** Changes bytes in the middle of the stored messages of a stream. */
async function damage(store: string, stream: string): Promise<boolean> {
  const files = await readdir(store, { recursive: true });
  const file = files.find((path) => path.includes(stream) && path.endsWith('.blk'));
  if (file === undefined) return false;
  const bytes = await readFile(join(store, file));
  bytes.fill(0, 200_000, 200_100);
  await writeFile(join(store, file), bytes);
  return true;
}

async function publishJobs(bus: Bus, first: number, last: number): Promise<void> {
  const trials = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  await Promise.all(trials.map((trial) => bus.publishJob(exampleJob(trial))));
}

async function pullExactly(bus: Bus, count: number): Promise<Delivery<unknown>[]> {
  const deliveries: Delivery<unknown>[] = [];
  while (deliveries.length < count) {
    deliveries.push(...(await bus.pullJobs(count - deliveries.length, 1000)));
    await sleep(1);
  }
  return deliveries;
}

async function trialsOf(bus: Bus, count: number): Promise<Set<number>> {
  const trials = new Set<number>();
  while (trials.size < count) {
    const deliveries = await bus.pullJobs(8, 1000);
    if (deliveries.length === 0) await sleep(10);
    for (const delivery of deliveries) {
      trials.add(delivery.message.milestones[0]!.trialId);
      await delivery.ack();
    }
  }
  return trials;
}

async function resultsOf(bus: Bus, count: number): Promise<Set<number>> {
  const trials = new Set<number>();
  while (trials.size < count) {
    const deliveries = await bus.pullResults(8, 1000);
    if (deliveries.length === 0) await sleep(10);
    for (const delivery of deliveries) {
      trials.add(delivery.message.trialId);
      await delivery.ack();
    }
  }
  return trials;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}
