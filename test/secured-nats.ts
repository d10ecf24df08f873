/** Clients of a secured cluster's NATS, for tests of what they may do. */

import { connect as connectTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import {
  type ConnectionOptions,
  connect,
  type NatsConnection,
  nkeyAuthenticator,
  PermissionViolationError,
} from '@nats-io/transport-node';
import { onTestFinished } from 'vitest';
import type { SecuredCluster } from './secured-cluster.ts';

/** What the names on NATS begin with. */
export const P = 'latentsweep';

/** With TLS, and whatever else is given. */
export function connectTo(cluster: SecuredCluster, options: ConnectionOptions): Promise<NatsConnection> {
  const servers = `127.0.0.1:${cluster.natsPort}`;
  return connect({ servers, tls: { ca: cluster.read('tls/ca.pem') }, reconnect: false, ...options });
}

export function keyOf(cluster: SecuredCluster, name: string) {
  return nkeyAuthenticator(new TextEncoder().encode(cluster.read(`nkeys/${name}.nk`).trim()));
}

/** A client with that key, which can tell what NATS lets it do. It lasts as long as the test. */
export async function clientOf(cluster: SecuredCluster, key: string, inboxPrefix: string) {
  const nc = await connectTo(cluster, { inboxPrefix, authenticator: keyOf(cluster, key) });
  onTestFinished(() => nc.close());
  const refused: string[] = [];
  void noteRefusals(nc, refused);
  /** NATS answers in order: once it has refused what nobody may, it has said all about what came before. */
  const allHeard = async () => {
    const last = `nobody.may.${refused.length}`;
    nc.publish(last);
    while (!refused.includes(`publish ${last}`)) await sleep(5);
  };
  return {
    /** Those of the subjects at which NATS lets it publish. */
    async mayPublish(subjects: readonly string[]) {
      for (const subject of subjects) nc.publish(subject, '{}', { reply: `${inboxPrefix}.x` });
      await allHeard();
      return subjects.filter((subject) => !refused.includes(`publish ${subject}`));
    },
    async mayHear(subjects: readonly string[]) {
      for (const subject of subjects) nc.subscribe(subject, { callback: () => {} });
      await allHeard();
      return subjects.filter((subject) => !refused.includes(`subscription ${subject}`));
    },
  };
}

async function noteRefusals(nc: NatsConnection, refused: string[]): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue;
    refused.push(`${status.error.operation} ${status.error.subject}`);
  }
}

/** All streams, as the coordinator sees them; of results not how many, which workers may add to. */
export async function streamsOf(cluster: SecuredCluster) {
  const nc = await connectTo(cluster, {
    inboxPrefix: `_INBOX.${P}.coordinator.look`,
    authenticator: keyOf(cluster, 'coordinator'),
  });
  const infos = await (await jetstreamManager(nc)).streams.list().next();
  await nc.close();
  return infos
    .map(({ config, state, created }) => ({
      ...{ name: config.name, created, consumers: state.consumer_count },
      messages: config.name === `${P}-results` ? null : state.messages,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a server answers to plain text until it hangs up. */
export function plainText(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connectTcp(port, '127.0.0.1');
    socket.once('data', () => socket.write(text));
    socket.on('data', (data: Buffer) => {
      answer += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
