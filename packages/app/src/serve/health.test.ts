import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Health, type Readiness, startHealth } from './health.ts';
import { counter, createRegistry } from './registry.ts';

let health: Health | null = null;
afterEach(async () => {
  await health?.close();
  health = null;
});

const start = async (
  ready: () => Readiness = () => ({ ok: true, details: {} }),
  registry = createRegistry('worker', '0'),
) => {
  health = await startHealth({ host: '127.0.0.1', port: 0, ready, registry });
  return (path: string, init?: RequestInit) => fetch(health!.url + path, init);
};

describe('The health of a process', () => {
  it('is 200 while it is ready and 503 while it is not, with the details', async () => {
    let ready: Readiness = { ok: false, details: { state: 'connecting' } };
    const get = await start(() => ready);
    const before = await get('/healthz');
    expect([before.status, await before.json()]).toEqual([503, { ok: false, state: 'connecting' }]);
    expect((await get('/livez')).status).toBe(200);
    ready = { ok: true, details: { state: 'working' } };
    const after = await get('/healthz?verbose=1');
    expect([after.status, await after.json()]).toEqual([200, { ok: true, state: 'working' }]);
  });

  it('goes with the metrics of the process and its own', async () => {
    const registry = createRegistry('coordinator', '0');
    counter(registry, 'things_total', 'Things.', ['kind']).inc({ kind: 'a' }, 3);
    const response = await (await start(undefined, registry))('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('# HELP latentsweep_things_total Things.');
    expect(text).toContain('latentsweep_things_total{kind="a"} 3');
    expect(text).toMatch(/^latentsweep_info\{role="coordinator",version="[^"]+"\} 1$/m);
    expect(text).toMatch(/^latentsweep_nodejs_eventloop_lag_p99_seconds /m);
    for (const [, name] of text.matchAll(/^# HELP (\S+)/gm)) expect(name).toMatch(/^latentsweep_/);
  });

  it('answers nothing else', async () => {
    const get = await start();
    expect((await get('/')).status).toBe(404);
    expect((await get('/metrics/../secret')).status).toBe(404);
    expect((await get('/healthz', { method: 'POST', body: '{}' })).status).toBe(405);
  });

  it('says 500 and stays up when what it asks fails', async () => {
    let fails = true;
    const get = await start(() => {
      if (fails) throw new Error('secret');
      return { ok: true, details: {} };
    });
    const response = await get('/healthz');
    expect([response.status, await response.text()]).toEqual([500, '']);
    fails = false;
    expect((await get('/healthz')).status).toBe(200);
  });

  it('says so where its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const registry = createRegistry('worker', '0');
    const ready = () => ({ ok: true, details: {} });
    await expect(startHealth({ host: '127.0.0.1', port, ready, registry })).rejects.toMatchObject({
      code: 'health_address',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
    await new Promise((resolve) => other.close(resolve));
  });
});
