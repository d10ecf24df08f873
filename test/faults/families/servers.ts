/** NATS and Postgres that die, lose what they had, or are away. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';

/** Lines of all coordinators and workers. */
const heard = ({ cluster }: Scene, event: string, fields: Readonly<Record<string, unknown>> = {}) =>
  [...cluster.coordinators, ...cluster.workers].reduce((sum, part) => sum + part.count(event, fields), 0);

/** Does it `times` times while the sweep runs, some trials apart. */
const again = (times: number, apart: number, strike: (scene: Scene) => Promise<void>): Fault['inject'] =>
  async function inject(scene) {
    await scene.untilEnded(5);
    for (let i = 0; i < times && (await scene.state()) === 'running'; i++) {
      await strike(scene);
      scene.fired();
      await scene.untilMoreEnded(1 + scene.random.below(apart));
    }
  };

const killNats = async ({ cluster: { nats } }: Scene) => {
  await nats.kill();
  await nats.restart();
};

export const serverFaults: readonly Fault[] = [
  {
    name: 'SIGKILL of nats-server',
    sweep: { rates: 28 },
    times: 20,
    inject: again(20, 60, killNats),
    shown: (scene) => (heard(scene, 'connection', { connected: false }) > 0 ? scene.firedAt.length : 0),
  },
  {
    name: 'SIGKILL of nats-server, thrice',
    short: true,
    times: 3,
    inject: again(3, 40, killNats),
    shown: (scene) => (heard(scene, 'connection', { connected: false }) > 0 ? scene.firedAt.length : 0),
  },
  {
    name: 'the store of NATS wiped mid-sweep',
    short: true,
    sweep: { rates: 8 },
    times: 2,
    inject: again(2, 60, async ({ cluster: { nats } }) => {
      await nats.kill();
      await nats.wipe();
      await nats.restart();
    }),
    shown: ({ cluster }) => cluster.coordinators[0]!.count('queue_lost'),
  },
  {
    name: 'NATS down for 60 s',
    times: 1,
    inject: again(1, 1, async ({ cluster: { nats } }) => {
      await nats.kill();
      await sleep(60_000);
      await nats.restart();
    }),
    shown(scene, rows) {
      const died = rows.filter(({ deaths }) => deaths > 0);
      if (died.length > 0) throw new Error(`${died.length} trials were charged with a death.`);
      return heard(scene, 'connection', { connected: false }) > 0 ? scene.firedAt.length : 0;
    },
  },
  {
    name: 'Postgres stopped and started',
    times: 3,
    inject: again(3, 40, async ({ cluster: { postgres } }) => {
      await postgres.stop('fast');
      await sleep(4000);
      await postgres.start();
    }),
    shown: (scene) => scene.firedAt.length,
  },
  {
    name: 'SIGKILL of Postgres',
    short: true,
    times: 2,
    inject: again(2, 40, async ({ cluster: { postgres } }) => {
      await postgres.kill();
      await postgres.start();
    }),
  },
  {
    name: 'NATS and Postgres restarted at once',
    times: 2,
    inject: again(2, 40, async ({ cluster: { nats, postgres } }) => {
      await Promise.all([nats.stop(), postgres.stop('fast')]);
      await sleep(2000);
      await Promise.all([nats.restart(), postgres.start()]);
    }),
    shown: (scene) => (heard(scene, 'connection', { connected: false }) > 0 ? scene.firedAt.length : 0),
  },
];
