/** Workers in network namespaces of their own, whose link to the cluster is cut: a real one, which says nothing. */

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Fault } from '../harness/fault.ts';
import { WeatherProxy } from '../harness/proxy.ts';

const run = promisify(execFile);
const ip = (...args: string[]) => run('ip', args);

const SPACES = ['latentsweep-a', 'latentsweep-b'] as const;
const OUTSIDE = ['lsweep-a', 'lsweep-b'] as const;
/** TEST-NET-2 and TEST-NET-3: nobody's addresses. */
const NETS = ['198.51.100', '203.0.113'] as const;

async function build(): Promise<void> {
  await tearDown();
  for (const [i, space] of SPACES.entries()) {
    await ip('netns', 'add', space);
    await ip('link', 'add', OUTSIDE[i]!, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    await ip('address', 'add', `${NETS[i]}.1/24`, 'dev', OUTSIDE[i]!);
    await ip('link', 'set', OUTSIDE[i]!, 'up');
    await ip('-n', space, 'address', 'add', `${NETS[i]}.2/24`, 'dev', 'eth0');
    await ip('-n', space, 'link', 'set', 'eth0', 'up');
    await ip('-n', space, 'link', 'set', 'lo', 'up');
  }
}

async function tearDown(): Promise<void> {
  for (const link of OUTSIDE) await ip('link', 'delete', link).catch(() => {});
  for (const space of SPACES) await ip('netns', 'delete', space).catch(() => {});
}

const bridges: WeatherProxy[] = [];

export const namespaceFaults: readonly Fault[] = [
  {
    name: 'workers in two network namespaces, the links cut',
    sweep: { rates: 10 },
    workers: 0,
    times: 2,
    async impossible() {
      try {
        await build();
        return null;
      } catch (error) {
        return `no network namespaces here (${(error as Error).message.trim().split('\n').at(-1)})`;
      } finally {
        await tearDown().catch(() => {});
      }
    },
    async prepare({ cluster }) {
      await build();
      for (const [i, space] of SPACES.entries()) {
        const host = `${NETS[i]}.1`;
        const bridge = await WeatherProxy.to(cluster.nats.port, host);
        bridges.push(bridge);
        cluster.work({ bus: `nats://${host}:${bridge.port}`, under: ['ip', 'netns', 'exec', space] });
      }
    },
    async inject(scene) {
      await scene.untilEnded(5);
      for (const [i, link] of OUTSIDE.entries()) {
        const worker = scene.cluster.workers[i]!;
        await ip('link', 'set', link, 'down');
        await worker.says('connection');
        await sleep(5000);
        await ip('link', 'set', link, 'up');
        scene.fired();
        await worker.says('connection', 2);
        await scene.untilMoreEnded(5);
      }
    },
    async restore({ cluster }) {
      await Promise.all(bridges.splice(0).map((bridge) => bridge.close()));
      await Promise.all(cluster.workers.map((worker) => worker.end('SIGKILL')));
      await tearDown();
    },
  },
];
