/** The deck's own sweep, full size, while everything dies in turn. */

import { readFileSync } from 'node:fs';
import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';

const FILE = new URL('../../../sweeps/deck-mixing.yaml', import.meta.url);
const ROUNDS = 3;
/** Between two strikes: of 180. */
const TRIALS_APART = 7;

const STRIKES: readonly ((scene: Scene) => Promise<void>)[] = [
  async ({ cluster, random }) => {
    await random.pick(cluster.alive).end('SIGKILL');
    cluster.work();
  },
  async ({ cluster: { nats } }) => {
    await nats.kill();
    await nats.restart();
  },
  async ({ cluster }) => {
    await cluster.coordinators.at(-1)!.end('SIGKILL');
    cluster.serve();
  },
  async ({ cluster: { postgres } }) => {
    await postgres.kill();
    await postgres.start();
  },
  async ({ cluster, random }) => {
    await random.pick(cluster.alive).end('SIGTERM');
    cluster.work();
  },
  async ({ cluster: { nats } }) => {
    await nats.kill();
    await nats.wipe();
    await nats.restart();
  },
];

export const deckFaults: readonly Fault[] = [
  {
    name: "the deck's sweep while everything dies in turn",
    text: () => readFileSync(FILE, 'utf8').replace('replicates: 3', 'replicates: 10'),
    workers: 2,
    epochMs: 0,
    times: ROUNDS * STRIKES.length,
    patienceMs: 900_000,
    async inject(scene) {
      await scene.untilEnded(3);
      for (let round = 0; round < ROUNDS; round++) {
        for (const strike of STRIKES) {
          await strike(scene);
          scene.fired();
          await scene.untilMoreEnded(TRIALS_APART);
        }
      }
      await scene.untilOver();
      scene.note(`checksum ${await scene.cluster.store.checksum(scene.sweepId)}`);
    },
  },
];
