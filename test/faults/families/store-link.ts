/** Links of coordinators to Postgres that are cut or silent. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../harness/fault.ts';
import { WeatherProxy } from '../harness/proxy.ts';

let link: WeatherProxy | null = null;

const restore = async () => {
  await link?.close();
  link = null;
};

/** The first coordinator reaches Postgres through a proxy. */
const behindProxy: NonNullable<Fault['prepare']> = async ({ cluster }) => {
  link = await WeatherProxy.to(cluster.postgres.port);
  const url = new URL(cluster.url);
  url.port = String(link.port);
  await cluster.serve({ store: url.href }).says('leading');
};

export const storeLinkFaults: readonly Fault[] = [
  {
    name: 'the link to Postgres: cut',
    sweep: { rates: 8 },
    coordinators: 0,
    times: 3,
    prepare: behindProxy,
    async inject(scene) {
      for (let i = 0; i < 3; i++) {
        await scene.untilMoreEnded(5);
        link!.weather = { kind: 'cut' };
        await sleep(2000);
        link!.weather = { kind: 'clear' };
        if (link!.seen.refused > 0) scene.fired();
      }
    },
    restore,
  },
  {
    name: 'the link to Postgres: half-open, with a second coordinator',
    sweep: { rates: 12 },
    coordinators: 0,
    times: 1,
    async prepare(scene) {
      await behindProxy(scene);
      await scene.cluster.serve().says('standing_by');
    },
    async inject(scene) {
      await scene.untilEnded(10);
      link!.weather = { kind: 'half-open' };
      scene.fired();
      await scene.cluster.coordinators[1]!.says('sweep_begun');
      await scene.untilMoreEnded(5);
      link!.weather = { kind: 'clear' };
    },
    shown: ({ firedAt }) => (link!.seen.dropped > 0 ? firedAt.length : 0),
    restore,
  },
];
