/** NATS that becomes another version, over what the one before it stored. */

import { findNatsServers } from '@latentsweep/bus/fixtures';
import type { Fault } from '../harness/fault.ts';

const servers = await findNatsServers();
const [oldest, newest] = [servers[0], servers.at(-1)];
const impossible = async () =>
  servers.length > 1 ? null : 'one version of nats-server is here; LATENTSWEEP_NATS_SERVERS names more';

/** Once, in the middle of the sweep. */
const become = (binary: string | undefined): Fault['inject'] =>
  async function inject(scene) {
    const { nats } = scene.cluster;
    await scene.untilEnded(40);
    await nats.stop();
    nats.become(binary!);
    await nats.restart();
    scene.fired();
  };

export const versionFaults: readonly Fault[] = [
  {
    name: 'NATS goes back to an older version',
    sweep: { rates: 16 },
    times: 1,
    ...(newest && { nats: { binary: newest.path } }),
    impossible,
    inject: become(oldest?.path),
    shown({ cluster, firedAt }) {
      const said = cluster.coordinators[0]!.lines.filter(
        ({ event, reason }) => event === 'queue_lost' && String(reason).includes(newest!.version),
      );
      return Math.min(firedAt.length, said.length);
    },
  },
  {
    name: 'NATS becomes a newer version',
    sweep: { rates: 16 },
    times: 1,
    ...(oldest && { nats: { binary: oldest.path } }),
    impossible,
    inject: become(newest?.path),
    shown({ cluster, firedAt }) {
      const lost = cluster.coordinators[0]!.count('queue_lost');
      if (lost > 0)
        throw new Error('The queue was lost, though a newer version reads what an older one stored.');
      return firedAt.length;
    },
  },
];
