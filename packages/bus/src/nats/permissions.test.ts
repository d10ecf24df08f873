import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection, nkeyAuthenticator, nkeys } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256Of } from '../content.ts';
import { exampleJob, exampleResult } from '../fixtures/examples.ts';
import { describeWithNats, NatsServer } from '../fixtures/index.ts';
import type { Bus, Delivery } from '../port.ts';
import { openNatsBus } from './bus.ts';
import { type NatsPermissions, natsPermissions } from './permissions.ts';

const seeds = {
  coordinator: nkeys.createUser(),
  worker: nkeys.createUser(),
  w1: nkeys.createUser(),
  reader: nkeys.createUser(),
};
type User = keyof typeof seeds;
const PERMISSIONS: Record<User, NatsPermissions> = {
  coordinator: natsPermissions({ role: 'coordinator' }),
  worker: natsPermissions({ role: 'worker' }),
  w1: natsPermissions({ role: 'worker', worker: 'w1' }),
  reader: natsPermissions({ role: 'reader' }),
};

describeWithNats('The permissions on NATS', () => {
  let server: NatsServer;
  const buses: Bus[] = [];
  const connections: NatsConnection[] = [];
  const seedFile = (user: User) => join(server.folder, `${user}.nk`);
  const open = async (role: 'coordinator' | 'worker' | 'reader', name: string, user: User) => {
    const bus = await openNatsBus({ url: server.url, role, name, credentialsFile: seedFile(user) });
    buses.push(bus);
    return bus;
  };
  let coordinator: Bus;

  beforeAll(async () => {
    const users = Object.entries(seeds).map(([user, seed]) => {
      const permissions = JSON.stringify(PERMISSIONS[user as User]);
      return `{ nkey: ${seed.getPublicKey()}, permissions: ${permissions} }`;
    });
    const config = `accounts { SWEEPS { jetstream: enabled, users: [ ${users.join(', ')} ] } }`;
    server = await NatsServer.start({ config });
    for (const [user, seed] of Object.entries(seeds)) await writeFile(seedFile(user as User), seed.getSeed());
    coordinator = await open('coordinator', 'c', 'coordinator');
  });
  afterAll(async () => {
    for (const bus of buses.reverse()) await bus.close();
    for (const connection of connections) await connection.close();
    await server.remove();
  });

  it.each([
    ['w1', 'w1'],
    ['anyone', 'worker'],
  ] as const)('let a worker do its work: %s with the key %s', async (name, user) => {
    const worker = await open('worker', name, user);
    const bytes = new Uint8Array(200_000).fill(name.length);
    await coordinator.putContent(sha256Of(bytes), bytes);
    const id = `7.${name.length}.1`;
    await coordinator.publishJob({ ...exampleJob(1), id, requires: ['gpu'] });
    const job = await first(() => worker.pullJobs(1, 1000, { labels: ['gpu'] }));
    expect(job.message.id).toBe(id);
    await job.working();
    expect(sha256Of((await worker.getContent(sha256Of(bytes)))!)).toBe(sha256Of(bytes));
    const heard = new Promise((resolve) => coordinator.onProgress(resolve));
    worker.publishProgress({ v: 4, kind: 'started', jobId: id, sweepId: 7, worker: name });
    expect(await heard).toMatchObject({ worker: name });
    await worker.publishResult({ ...exampleResult(1), worker: name });
    await job.ack();
    const result = await first(() => coordinator.pullResults(1, 1000));
    expect(result.message.worker).toBe(name);
    await result.ack();
    const cancelled = new Promise((resolve) => worker.onControl(resolve));
    coordinator.publishControl({ v: 4, action: 'let go', why: 'paused', sweepId: 7 });
    await cancelled;
    while ((await coordinator.messagesLeft()) > 0) await sleep(5);
  });

  it.each([
    ['w1', 'w1'],
    ['w1/a', 'w1'],
    ['anyone', 'worker'],
  ] as const)(
    'let a worker keep files, and go on from what another kept: %s with the key %s',
    async (name, user) => {
      const worker = await open('worker', name, user);
      const of = { sweepId: 7, trialId: 100 + name.length };
      const file = fileOf('model', name);
      await worker.files.putArtifacts(of, [file]);
      await worker.files.putCheckpoint(of, [file]);
      const reader = await open('reader', 'r', 'reader');
      expect(await textOf(reader.files.getArtifact(of, name, file))).toBe(name);
      // Commands that look are given the coordinator's key as well.
      const looking = await open('reader', 'look', 'coordinator');
      expect(await textOf(looking.files.getArtifact(of, name, file))).toBe(name);
      const another = await open('worker', 'another', 'worker');
      expect(await textOf((await another.files.getCheckpoint(of))!.pieces())).toBe(name);
      expect(await coordinator.files.kept()).toMatchObject({
        artifacts: [7],
        checkpoints: expect.arrayContaining([of]),
      });
      await coordinator.files.removeCheckpoint(of);
      expect(await another.files.getCheckpoint(of)).toBeNull();
      for (const act of [
        () => worker.files.removeCheckpoint(of),
        () => reader.files.putArtifacts(of, [file]),
        () => textOf(another.files.getArtifact(of, name, file)),
      ]) {
        await expect(act()).rejects.toThrow(/does not allow|Permissions Violation/i);
      }
    },
  );

  it('let a reader hear, and no more', async () => {
    const reader = await open('reader', 'r', 'reader');
    const heard = new Promise((resolve) => reader.onControl(resolve));
    coordinator.publishControl({ v: 4, action: 'let go', why: 'paused', sweepId: 8 });
    expect(await heard).toMatchObject({ sweepId: 8 });
    await expect(reader.publishResult(exampleResult(1))).rejects.toMatchObject({ code: 'bus_refused' });
  });

  it('turn away who has no key, another key, or takes another role', async () => {
    const anonymous = { url: server.url, role: 'worker', name: 'x' } as const;
    await expect(openNatsBus(anonymous)).rejects.toMatchObject({ code: 'bus_refused' });
    const file = join(server.folder, 'other.nk');
    await writeFile(file, nkeys.createUser().getSeed());
    await expect(openNatsBus({ ...anonymous, credentialsFile: file })).rejects.toMatchObject({
      code: 'bus_refused',
    });
    await expect(open('coordinator', 'c', 'w1')).rejects.toMatchObject({ code: 'bus_refused' });
    await expect(open('worker', 'w2', 'w1')).rejects.toMatchObject({ code: 'bus_refused' });
  });

  it.each([
    ['publish jobs', 'latentsweep.jobs.any.7.1.1'],
    ["write another's results", 'latentsweep.results.w2'],
    ['cancel sweeps', 'latentsweep.control'],
    ['overwrite data sets', '$O.latentsweep-contents.C.x'],
    ['describe data sets', '$O.latentsweep-contents.M.x'],
    ['delete streams', '$JS.API.STREAM.DELETE.latentsweep-jobs'],
    ['empty streams', '$JS.API.STREAM.PURGE.latentsweep-jobs'],
    ['make streams', '$JS.API.STREAM.CREATE.other'],
    ['make consumers', '$JS.API.CONSUMER.CREATE.OBJ_latentsweep-contents'],
    ['delete consumers', '$JS.API.CONSUMER.DELETE.latentsweep-jobs.any'],
    ["overwrite another's artifacts", `latentsweep.artifacts.7.1.${'0'.repeat(64)}.0.w2`],
    ["overwrite another's checkpoint", 'latentsweep.checkpoints.7.1.a.0.w2'],
    ["name another's checkpoint", 'latentsweep.checkpoints.7.1.index.w2'],
    ['empty artifacts', '$JS.API.STREAM.PURGE.latentsweep-artifacts'],
    ['empty checkpoints', '$JS.API.STREAM.PURGE.latentsweep-checkpoints'],
    ['take single messages out', '$JS.API.STREAM.MSG.DELETE.latentsweep-checkpoints'],
    ['read results', '$JS.API.DIRECT.GET.latentsweep-results'],
    ['take results', '$JS.API.CONSUMER.MSG.NEXT.latentsweep-results.recorder'],
    ['acknowledge results', '$JS.ACK.latentsweep-results.recorder.1.1.1.1.1'],
  ])('do not let a worker or a reader %s', async (_what, subject) => {
    for (const user of ['w1', 'reader'] as const) {
      const nc = await raw(user);
      await expect(nc.request(subject, '{}', { timeout: 2000 })).rejects.toThrow(/Permissions Violation/i);
    }
  });

  it.each([
    'latentsweep.jobs.>',
    'latentsweep.results.w1',
    '_INBOX.>',
    '_INBOX.latentsweep.worker.w2.>',
    '>',
  ])('do not let a worker listen to %s', async (subject) => {
    const nc = await raw('w1');
    const refused = new Promise((resolve) => nc.subscribe(subject, { callback: resolve }));
    expect(String(await refused)).toMatch(/Permissions Violation/i);
  });

  async function raw(user: User): Promise<NatsConnection> {
    const nc = await connect({
      servers: `127.0.0.1:${server.port}`,
      authenticator: nkeyAuthenticator(seeds[user].getSeed()),
      inboxPrefix: user === 'w1' ? '_INBOX.latentsweep.worker.w1' : `_INBOX.latentsweep.${user}.x`,
    });
    connections.push(nc);
    return nc;
  }
});

function fileOf(name: string, text: string) {
  const bytes = Buffer.from(text);
  return {
    ...{ name, bytes: bytes.length, sha256: sha256Of(bytes) },
    async *pieces() {
      yield bytes;
    },
  };
}

const textOf = async (pieces: AsyncIterable<Uint8Array>) =>
  Buffer.concat(await Array.fromAsync(pieces)).toString();

async function first<T>(pull: () => Promise<Delivery<T>[]>): Promise<Delivery<T>> {
  for (;;) {
    const [delivery] = await pull();
    if (delivery) return delivery;
  }
}
