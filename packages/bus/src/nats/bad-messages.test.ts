import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalConfig } from '@latentsweep/core';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleJob, exampleResult } from '../fixtures/examples.ts';
import { describeWithNats, NatsServer } from '../fixtures/index.ts';
import type { BadMessage, Bus } from '../port.ts';
import { encodeText } from '../wire.ts';
import { openNatsBus } from './bus.ts';

const BAD = [
  ['nothing', ''],
  ['no JSON', '{"v":4,'],
  ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00)],
  ['null', 'null'],
  ['another shape', '{"v":4,"id":5}'],
  ['another version', encodeText([{ ...exampleJob(1), v: 2 }])],
  ['numbers cut short', '[{"v":4,"$f":"AAAA"}]'],
  ['a deep nest', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
] as const;

describeWithNats('A bus on NATS that gets messages which it cannot read', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  let coordinator: Bus;
  let worker: Bus;
  const bad: BadMessage[] = [];
  beforeAll(async () => {
    server = await NatsServer.start();
    nc = await connect({ servers: `127.0.0.1:${server.port}` });
    coordinator = await openNatsBus({ url: server.url, role: 'coordinator', name: 'c' });
    worker = await openNatsBus({ url: server.url, role: 'worker', name: 'w' });
    coordinator.onBadMessage((message) => bad.push(message));
    worker.onBadMessage((message) => bad.push(message));
    coordinator.onProgress(() => {});
    coordinator.onPresence(() => {});
    worker.onControl(() => {});
  });
  afterAll(async () => {
    for (const one of [nc, worker, coordinator]) await one.close();
    await server.remove();
  });

  it.each(BAD)('drops %s, tells, and goes on', async (_name, payload) => {
    bad.length = 0;
    await nc.request('latentsweep.jobs.any.7.1.1', payload);
    await nc.request('latentsweep.results.w', payload);
    for (const subject of ['progress.w', 'presence.w', 'control'])
      nc.publish(`latentsweep.${subject}`, payload);
    await coordinator.publishJob({ ...exampleJob(2), id: `7.2.${Math.floor(Math.random() * 1e9)}` });
    await worker.publishResult(exampleResult(3));
    let jobs = 0;
    while (jobs < 1) {
      for (const delivery of await worker.pullJobs(4, 1000)) {
        jobs += 1;
        await delivery.ack();
      }
    }
    let results = 0;
    while (results < 1) {
      for (const delivery of await coordinator.pullResults(4, 1000)) {
        results += 1;
        await delivery.ack();
      }
    }
    while (bad.length < 5 || (await coordinator.messagesLeft()) > 0) await sleep(5);
    expect(bad.map(({ kind }) => kind).sort()).toEqual(['control', 'job', 'presence', 'progress', 'result']);
    expect(bad.every(({ reason, text }) => reason !== '' && text.length <= 300)).toBe(true);
  });

  it('takes the good results of a message that has bad ones too', async () => {
    bad.length = 0;
    const payload = encodeText([
      exampleResult(1),
      { v: 4 },
      { ...exampleResult(2), worker: 'other' },
      exampleResult(4),
    ]);
    await nc.request('latentsweep.results.w', payload);
    const got: number[] = [];
    while (got.length < 2) {
      for (const delivery of await coordinator.pullResults(4, 1000)) {
        got.push(delivery.message.trialId);
        await delivery.ack();
      }
    }
    expect(got).toEqual([1, 4]);
    expect(bad.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('malformed'),
      expect.stringContaining("'other'"),
    ]);
    while ((await coordinator.messagesLeft()) > 0) await sleep(5);
  });

  it('refuses what is too big for the server, with what to do', async () => {
    const error = await worker.publishResult(exampleResult(1, 100_000)).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'message_too_big', hint: expect.stringContaining('max_payload') });
    const config = canonicalConfig({
      classifier_hidden_sizes: Array.from({ length: 20_000 }, (_, i) => i / 7),
    });
    await expect(coordinator.publishJob({ ...exampleJob(1), id: '7.9.9', config })).rejects.toMatchObject({
      code: 'message_too_big',
    });
  });
});
