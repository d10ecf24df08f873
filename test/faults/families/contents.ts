/** Data sets that the object store of NATS has damaged or lost. */

import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';
import { Tap } from '../harness/tap.ts';

const STREAM = 'OBJ_latentsweep-contents';

interface StoredMessage {
  readonly message?: { readonly subject: string; readonly data: string };
}

/** Replaces every chunk of every object by one of the same length that is not the same. Returns how many. */
async function corrupt(tap: Tap): Promise<number> {
  type Info = { readonly state: { readonly first_seq: number; readonly last_seq: number } };
  const { state } = await tap.ask<Info>(`STREAM.INFO.${STREAM}`);
  let corrupted = 0;
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const { message } = await tap.ask<StoredMessage>(`STREAM.MSG.GET.${STREAM}`, { seq });
    if (!message?.subject.includes('.C.')) continue;
    const bytes = Buffer.from(message.data, 'base64');
    bytes[bytes.length >> 1]! ^= 1;
    await tap.ask(`STREAM.MSG.DELETE.${STREAM}`, { seq });
    await tap.store(message.subject, bytes);
    corrupted += 1;
  }
  return corrupted;
}

async function lose(tap: Tap): Promise<number> {
  const { purged } = await tap.ask<{ readonly purged: number }>(`STREAM.PURGE.${STREAM}`);
  return purged;
}

const damaged = (name: string, damage: (tap: Tap) => Promise<number>, short: boolean): Fault => ({
  name: `a data set on NATS: ${name}`,
  short,
  sweep: { table: true, rates: 8 },
  workers: 1,
  times: 1,
  async inject(scene: Scene) {
    const { cluster } = scene;
    await scene.untilEnded(5);
    const tap = await Tap.on(cluster.nats.url);
    try {
      if ((await damage(tap)) === 0) throw new Error('There was nothing to damage.');
      scene.fired();
      // The first one has it on its disk; these have not.
      await cluster.workers[0]!.end('SIGKILL');
      for (let i = 0; i < 3; i++) cluster.work();
    } finally {
      await tap.close();
    }
  },
  shown({ cluster, firedAt }) {
    const declined = cluster.workers.reduce((sum, worker) => sum + worker.count('declined'), 0);
    return declined > 0 ? firedAt.length : 0;
  },
});

export const contentFaults: readonly Fault[] = [
  damaged('a bit flipped in each chunk', corrupt, true),
  damaged('lost', lose, false),
];
