/** Links that are cut, silent, slow, or open in one direction. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../harness/fault.ts';
import { type Weather, WeatherProxy } from '../harness/proxy.ts';
import type { Scene } from '../harness/scene.ts';

const CLEAR: Weather = { kind: 'clear' };

interface Storm {
  readonly name: string;
  readonly short?: boolean;
  readonly times: number;
  readonly rates?: number;
  readonly epochMs?: number;
  /** Longer than a client takes to notice that nothing comes any more. */
  readonly lastsMs: number;
  readonly weather: (scene: Scene, round: number) => Weather;
  readonly happened: keyof WeatherProxy['seen'];
}

/** Two workers and the coordinator each have a link of their own to NATS; one after another is struck. */
function storm({
  name,
  short = false,
  times,
  lastsMs,
  weather,
  happened,
  rates = 10,
  epochMs = 25,
}: Storm): Fault {
  const links: WeatherProxy[] = [];
  return {
    name: `the link to NATS: ${name}`,
    short,
    sweep: { rates },
    epochMs,
    coordinators: 0,
    workers: 2,
    times,
    async prepare({ cluster }) {
      for (let i = 0; i < 3; i++) links.push(await WeatherProxy.to(cluster.nats.port));
      const [a, b, c] = links.map(({ port }) => `nats://127.0.0.1:${port}`);
      cluster.serve({ bus: a! });
      cluster.work({ bus: b! });
      cluster.work({ bus: c! });
    },
    async inject(scene) {
      await scene.untilEnded(5);
      for (let i = 0; i < times && (await scene.state()) === 'running'; i++) {
        const link = links[i % links.length]!;
        const before = link.seen[happened];
        link.weather = weather(scene, i);
        await sleep(lastsMs);
        link.weather = CLEAR;
        if (link.seen[happened] > before) scene.fired();
        await scene.untilMoreEnded(5);
      }
    },
    async restore() {
      await Promise.all(links.splice(0).map((link) => link.close()));
    },
  };
}

export const networkFaults: readonly Fault[] = [
  storm({
    ...{ name: 'cut', short: true, times: 3, lastsMs: 1500, happened: 'refused' },
    weather: () => ({ kind: 'cut' }),
  }),
  storm({
    ...{ name: 'half-open', times: 3, rates: 24, epochMs: 60, lastsMs: 18_000, happened: 'dropped' },
    weather: () => ({ kind: 'half-open' }),
  }),
  storm({
    ...{ name: 'slow', times: 3, lastsMs: 6000, happened: 'delayed' },
    weather: ({ random }) => ({ kind: 'delay', ms: () => random.between(50, 1000) }),
  }),
  storm({
    ...{ name: 'one-way', times: 6, rates: 40, epochMs: 60, lastsMs: 18_000, happened: 'dropped' },
    weather: (_, round) => ({ kind: 'one-way', passes: round < 3 ? 'to server' : 'to client' }),
  }),
];
