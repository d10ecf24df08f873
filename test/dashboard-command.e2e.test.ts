import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkplace, type Running, TINY, type Workplace } from './sweep-process.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.remove());

async function urlOf(running: Running): Promise<string> {
  await running.says(/Dashboard: http/);
  return /Dashboard: ([^\s"]+)/.exec(running.err())![1]!;
}

describe('sweep dashboard', () => {
  test('where there is no store yet: it serves, and makes none', async () => {
    const running = place.start('dashboard', '--no-open');
    const answer = await fetch(await urlOf(running));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 0, out: '' });
    expect(existsSync('.latentsweep')).toBe(false);
  });

  test('a port in use is said to be', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const { code, err } = await place.sweep('dashboard', '--no-open', '--port', String(port));
    taken.close();
    expect(code).toBe(2);
    expect(err).toContain(String(port));
    expect(err).toContain('error[port_in_use]');
  });

  test.each([
    [['--port', '70000'], '--port takes a whole number from 0 to 65,535'],
    [['--host', 'a b'], '--host takes an address'],
  ])('%j is refused', async (args, says) => {
    expect(await place.sweep('dashboard', ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(says),
    });
  });
});

describe('sweep run --dashboard', () => {
  test('serves until the run ends, which is as it is without', async () => {
    await place.write('tiny.yaml', TINY);
    const running = place.start('run', 'tiny.yaml', '--dashboard');
    const url = await urlOf(running);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    const { code, out, err } = await running.ended;
    expect(code).toBe(0);
    expect(out).toMatch(/rank +.*arm/);
    expect(err).toContain('It stays until the run ends; afterwards: ');
    await expect(fetch(url)).rejects.toThrow();
    // The verdict stands below the ranking.
    expect(out).toMatch(/^verdict +\S/m);
    expect(out.startsWith((await place.sweep('top', 'tiny')).out.trimEnd())).toBe(true);
  });

  test('a port in use is said before anything is trained, with the option that takes another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await place.write('other.yaml', TINY.replace('name: tiny', 'name: other').replace('seed: 1', 'seed: 5'));
    const { code, err } = await place.sweep('run', 'other.yaml', '--dashboard', String(port));
    taken.close();
    expect(code).toBe(2);
    expect(err).toContain('error[port_in_use]');
    expect(err).toMatch(/--dashboard \d+|Without --dashboard/);
    expect(err).not.toContain('trials completed');
  });

  test('the file stands before it', async () => {
    expect(await place.sweep('run', '--dashboard', 'tiny.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Name the file before it: sweep run my.yaml --dashboard'),
    });
  });
});

describeWithNats('sweep serve --dashboard', () => {
  test('serves the pages beside the coordinator, and ends with it', async () => {
    const nats = await NatsServer.start();
    try {
      const running = place.start('serve', '--bus', nats.url, '--dashboard', '0');
      const url = await urlOf(running);
      expect((await fetch(url)).status).toBe(200);
      await running.says(/"event":"serving"/);
      running.child.kill('SIGTERM');
      expect(await running.ended).toMatchObject({ code: 0 });
      await expect(fetch(url)).rejects.toThrow();
    } finally {
      await nats.remove();
    }
  });
});
