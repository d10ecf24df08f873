import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithNats, NatsServer } from '../fixtures/index.ts';
import { openNatsBus } from './bus.ts';
import { serversOf } from './connection/connect.ts';
import type { NatsOptions } from './options.ts';

describe('The address of a bus', () => {
  it('names one server or several', () => {
    expect(serversOf('nats://a:1, tls://b,nats://[::1]:3')).toEqual(['a:1', 'b:4222', '[::1]:3']);
  });

  it.each(['', 'host:4222', 'http://a', 'nats://', 'nats://a,,nats://b'])('is refused: %s', (url) => {
    expect(() => serversOf(url)).toThrow(expect.objectContaining({ code: 'bad_bus_url' }));
  });

  it('holds no secret, and none is repeated', () => {
    expect(() => serversOf('nats://me:hunter2@host')).toThrow(
      expect.objectContaining({ code: 'secret_in_bus_url', message: expect.not.stringContaining('hunter2') }),
    );
    expect(() => serversOf('http://me:hunter2@host')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describeWithNats('Opening a bus on NATS', () => {
  let server: NatsServer;
  const open = (options: Partial<NatsOptions>) =>
    openNatsBus({ url: server.url, role: 'coordinator', name: 'c', ...options });
  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server.remove());

  it('fails at once where nobody listens', async () => {
    const nobody = { url: 'nats://127.0.0.1:1' };
    await expect(open(nobody)).rejects.toMatchObject({
      code: 'bus_unreachable',
      message: expect.stringContaining('127.0.0.1:1'),
    });
  });

  it('refuses files that are no credentials', async () => {
    const credentialsFile = join(server.folder, 'x.nk');
    await expect(open({ credentialsFile })).rejects.toMatchObject({ code: 'unreadable_bus_file' });
    await writeFile(credentialsFile, 'SUNOTHING');
    await expect(open({ credentialsFile })).rejects.toMatchObject({ code: 'bad_bus_credentials' });
  });

  it('refuses a prefix that would be several tokens', async () => {
    await expect(open({ prefix: 'a.b' })).rejects.toMatchObject({ code: 'bad_bus_prefix' });
  });

  it('says that the server cannot do what is asked for', async () => {
    await expect(open({ replicas: 3, prefix: 'r3' })).rejects.toMatchObject({ code: 'bus_misconfigured' });
    await (await open({ prefix: 'm' })).close();
    await expect(open({ prefix: 'm', storage: 'memory' })).rejects.toMatchObject({
      code: 'bus_misconfigured',
    });
  });

  it('changes what can be changed, and lets two coordinators open it at once', async () => {
    await (await open({ prefix: 'two', queueLimit: 5 })).close();
    const both = await Promise.all(
      [1, 2].map(() => open({ prefix: 'two', queueLimit: 7, jobAckWaitMs: 1000 })),
    );
    for (const bus of both) await bus.close();
    const first = await Promise.all([1, 2].map(() => open({ prefix: 'new' })));
    for (const bus of first) await bus.close();
  });
});
