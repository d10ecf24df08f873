/** What the set-up of `sweep cluster init` refuses, with the servers started as it is. */

import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openNatsBus } from '@latentsweep/bus';
import { jetstreamManager } from '@nats-io/jetstream';
import { createUser } from '@nats-io/nkeys';
import {
  connect,
  type NatsConnection,
  nkeyAuthenticator,
  PermissionViolationError,
} from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type SecuredCluster, startSecuredCluster, whyNoCluster } from './secured-cluster.ts';
import { type Running, SWEEP, startProcess, TINY } from './sweep-process.ts';

const missing = await whyNoCluster();
if (missing !== null && process.env['CI']) throw new Error(missing);

const P = 'latentsweep';

describe.skipIf(missing !== null)(`A secured cluster${missing === null ? '' : ` (${missing})`}`, () => {
  let cluster: SecuredCluster;
  beforeAll(async () => {
    cluster = await startSecuredCluster(['alpha', 'beta']);
    const bus = await openNatsBus({
      ...{ url: `tls://127.0.0.1:${cluster.natsPort}`, role: 'coordinator', name: 'test' },
      credentialsFile: join(cluster.folder, 'nkeys/coordinator.nk'),
      caFile: join(cluster.folder, 'tls/ca.pem'),
    });
    // Makes the streams.
    await bus.putContent(SHA256_OF_NOTHING, new Uint8Array());
    await bus.close();
  }, 120_000);
  afterAll(() => cluster?.stop());

  const tls = () => ({ ca: cluster.read('tls/ca.pem') });
  const server = () => `127.0.0.1:${cluster.natsPort}`;
  const seedOf = (key: string) => new TextEncoder().encode(cluster.read(`nkeys/${key}.nk`).trim());

  /** A client with that key, which notes what NATS refuses. */
  async function clientOf(key: string, inboxPrefix = `_INBOX.${P}.${key}`) {
    const nc = await connect({
      ...{ servers: server(), tls: tls(), inboxPrefix, reconnect: false },
      authenticator: nkeyAuthenticator(seedOf(key)),
    });
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
      /** Those of the subjects at which NATS let it publish. */
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

  describe('NATS', () => {
    test('nobody gets in without a key that it knows', async () => {
      const stranger = new TextEncoder().encode(new TextDecoder().decode(createUser().getSeed()));
      for (const credentials of [
        {},
        { user: 'coordinator', pass: 'coordinator' },
        { token: 'x' },
        { authenticator: nkeyAuthenticator(stranger) },
      ]) {
        const attempt = connect({ servers: server(), tls: tls(), reconnect: false, ...credentials });
        await expect(attempt).rejects.toThrow(/authorization violation/i);
      }
      await (
        await connect({ servers: server(), tls: tls(), authenticator: nkeyAuthenticator(seedOf('reader')) })
      ).close();
    });

    test('nobody talks to it in plain text, or to another in its place', async () => {
      expect(await plainText(cluster.natsPort, 'CONNECT {"verbose":false}\r\nPING\r\n')).not.toContain(
        'PONG',
      );
      const other = connect({
        servers: server(),
        tls: {},
        authenticator: nkeyAuthenticator(seedOf('reader')),
        reconnect: false,
      });
      await expect(other).rejects.toThrow(/certificate/i);
    });

    test('a worker works, under its own name', async () => {
      const { mayPublish, mayHear } = await clientOf('alpha', `_INBOX.${P}.worker.alpha`);
      const own = ['results', 'progress', 'presence'].flatMap((kind) => [
        `${P}.${kind}.alpha`,
        `${P}.${kind}.alpha.node-1`,
      ]);
      expect(await mayPublish(own)).toEqual(own);
      expect(await mayHear([`${P}.control`])).toEqual([`${P}.control`]);
    });

    test('a worker can do nothing else', async () => {
      const { mayPublish, mayHear } = await clientOf('alpha', `_INBOX.${P}.worker.alpha`);
      const before = await streams();
      expect(before.map(({ name }) => name)).toEqual(
        [`${P}-jobs`, `${P}-results`, `OBJ_${P}-contents`].sort(),
      );
      const [js, jobs, results, contents] = ['$JS.API', `${P}-jobs`, `${P}-results`, `OBJ_${P}-contents`];
      expect(
        await mayPublish([
          ...[`${P}.jobs.any.1.1.1`, `${P}.control`, `${P}.results`, `${P}.anything`],
          ...['results', 'progress', 'presence'].flatMap((kind) => [
            `${P}.${kind}.beta`,
            `${P}.${kind}.beta.node-1`,
          ]),
          ...[`$O.${P}-contents.C.x`, `$O.${P}-contents.M.x`],
          ...[jobs, results, contents].flatMap((stream) => [
            ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'RESTORE', 'SNAPSHOT'].map(
              (verb) => `${js}.STREAM.${verb}.${stream}`,
            ),
            ...['MSG.DELETE', 'MSG.GET'].map((verb) => `${js}.STREAM.${verb}.${stream}`),
            ...[
              `${js}.CONSUMER.CREATE.${stream}`,
              `${js}.CONSUMER.CREATE.${stream}.x`,
              `${js}.CONSUMER.CREATE.${stream}.x.>`,
            ],
            ...[`${js}.CONSUMER.DURABLE.CREATE.${stream}.x`, `${js}.CONSUMER.DELETE.${stream}.x`],
          ]),
          ...[`${js}.STREAM.CREATE.x`, `${js}.DIRECT.GET.${results}`, `${js}.DIRECT.GET.${jobs}`],
          ...[`${js}.CONSUMER.MSG.NEXT.${results}.recorder`, `$JS.ACK.${results}.recorder.1.1.1.1.1`],
          ...[
            '$SYS.REQ.SERVER.PING',
            '$SYS.REQ.ACCOUNT.PING.CONNZ',
            `_INBOX.${P}.coordinator.x`,
            `_INBOX.${P}.worker.beta.x`,
          ],
        ]),
      ).toEqual([]);
      expect(
        await mayHear([
          ...[
            '>',
            '*',
            '$JS.>',
            '$SYS.>',
            '_INBOX.>',
            `${P}.>`,
            `${P}.results.>`,
            `${P}.jobs.>`,
            `${P}.presence.*`,
          ],
          ...[
            `_INBOX.${P}.>`,
            `_INBOX.${P}.coordinator.>`,
            `_INBOX.${P}.worker.>`,
            `_INBOX.${P}.worker.beta.>`,
          ],
        ]),
      ).toEqual([]);
      expect(await streams()).toEqual(before);
    });

    test('a reader changes nothing', async () => {
      const { mayPublish, mayHear } = await clientOf('reader');
      const before = await streams();
      expect(
        await mayPublish([
          ...['jobs.any.1.1.1', 'results.alpha', 'progress.alpha', 'presence.alpha', 'control'].map(
            (s) => `${P}.${s}`,
          ),
          ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.GET', 'MSG.DELETE'].map(
            (verb) => `$JS.API.STREAM.${verb}.${P}-jobs`,
          ),
          ...[
            `$JS.API.CONSUMER.CREATE.${P}-results.x`,
            `$JS.API.CONSUMER.MSG.NEXT.${P}-jobs.any`,
            `$JS.ACK.${P}-jobs.x.1.1.1.1.1`,
          ],
          `$O.${P}-contents.M.x`,
        ]),
      ).toEqual([]);
      expect(await mayHear(['>', `${P}.>`, `${P}.jobs.>`, `${P}.results.>`, '_INBOX.>'])).toEqual([]);
      expect(await streams()).toEqual(before);
    });

    test('its monitoring has what the ScaledObject asks for', async () => {
      const scaling = readFileSync(
        new URL('../infra/kubernetes/base/worker/scaling.yaml', import.meta.url),
        'utf8',
      );
      const [, query] = /:8222(\/jsz\S*)/.exec(scaling)!;
      const response = await fetch(`http://127.0.0.1:${cluster.monitorPort}${query}`);
      const { account_details: accounts } = (await response.json()) as {
        account_details: {
          stream_detail: {
            name: string;
            consumer_detail?: { name: string; num_pending: number; num_ack_pending: number }[];
          }[];
        }[];
      };
      const jobs = accounts[0]!.stream_detail.find(({ name }) => name === `${P}-jobs`);
      const consumer = jobs?.consumer_detail?.find(({ name }) => name.startsWith('any_'));
      expect(consumer).toMatchObject({ num_pending: 0, num_ack_pending: 0 });
    });
  });

  /** All of the account's, as the coordinator sees them, with what is in those that a worker may not write to. */
  async function streams() {
    const nc = await connect({
      ...{ servers: server(), tls: tls(), inboxPrefix: `_INBOX.${P}.coordinator.look` },
      authenticator: nkeyAuthenticator(seedOf('coordinator')),
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

  describe('Postgres', () => {
    const urlOf = (role: string, password: string) =>
      `postgresql://latentsweep_${role}:${password}@127.0.0.1:${cluster.postgresPort}/latentsweep`;
    async function refusals(role: string, statements: readonly string[]) {
      const client = new pg.Client(urlOf(role, cluster.read(`postgres/${role}.password`).trim()));
      await client.connect();
      const allowed: string[] = [];
      for (const statement of statements) {
        await client.query('begin');
        await client.query(statement).then(
          () => allowed.push(statement),
          (error: pg.DatabaseError) => expect([statement, error.code]).toEqual([statement, '42501']),
        );
        await client.query('rollback');
      }
      await client.end();
      return allowed;
    }

    test('nobody gets in without the password', async () => {
      for (const role of ['owner', 'writer', 'reader']) {
        const client = new pg.Client(urlOf(role, 'wrong'));
        await expect(client.connect()).rejects.toThrow(/password authentication failed/);
      }
    });

    test('a reader reads and writes nothing', async () => {
      expect(await refusals('reader', ['select * from sweeps', 'select * from leaderboard'])).toHaveLength(2);
      expect(
        await refusals('reader', [
          ...[
            "insert into sweeps (slug) values ('x')",
            'update sweeps set state = null',
            'delete from trial_rows',
          ],
          ...[
            'truncate trial_rows',
            'drop table sweeps',
            'drop schema public cascade',
            'create table x (y int)',
          ],
          ...[
            'create temp table x (y int)',
            'create schema x',
            'create role x',
            'alter table sweeps add x int',
          ],
          ...['select * from pg_authid', "select pg_read_file('/etc/passwd')", "copy sweeps to program 'id'"],
          ...[
            'set role latentsweep_writer',
            'drop view leaderboard',
            'lock table sweeps in share row exclusive mode',
          ],
        ]),
      ).toEqual([]);
    });

    test('a writer writes rows and drops no table', async () => {
      expect(
        await refusals('writer', ['delete from trial_rows', 'update sweeps set reason = null']),
      ).toHaveLength(2);
      expect(
        await refusals('writer', [
          ...[
            'drop table trial_rows',
            'drop schema public cascade',
            'drop view leaderboard',
            'alter table sweeps add x int',
          ],
          ...[
            'create table public.x (y int)',
            'create schema x',
            'create role x',
            'alter role latentsweep_reader superuser',
          ],
          ...[
            'create function public.now() returns int language sql as $$ select 1 $$',
            'truncate trial_rows',
          ],
          ...['set role latentsweep_owner', "copy sweeps to program 'id'", 'select * from pg_authid'],
        ]),
      ).toEqual([]);
    });
  });

  describe('A sweep on it', () => {
    const config = (role: string) => ['--config', join(cluster.folder, `${role}.yaml`)];
    const start = (...args: string[]): Running => {
      const running = startProcess(process.execPath, [SWEEP, ...args], cluster.folder);
      onTestFinished(async () => {
        running.child.kill('SIGKILL');
        await running.ended;
      });
      return running;
    };

    test('runs, with nothing open beyond this machine and no secret in sight', async () => {
      writeFileSync(join(cluster.folder, 'tiny-sweep.yaml'), TINY);
      const serve = start('serve', ...config('coordinator'), '--health', '0', '--debug');
      await serve.says(/leads/);
      const worker = start('worker', ...config('alpha'), '--slots', '1', '--health', '0', '--debug');
      await worker.says(/joined/);
      const submit = start('submit', 'tiny-sweep.yaml', '--watch', ...config('coordinator'));
      const commandLines = new Set<string>();
      const looking = new AbortController();
      const look = (async () => {
        while (!looking.signal.aborted) {
          for (const line of allCommandLines()) commandLines.add(line);
          await sleep(20);
        }
      })();
      const { code, out, err } = await submit.ended;
      expect(code, err).toBe(0);
      expect(out).toContain('vae_mixing');

      const pids = [cluster.natsPid, cluster.postgresPid, serve.child.pid!, worker.child.pid!];
      const open = pids.flatMap((pid) => listening(family(pid)));
      expect(open).toEqual(
        expect.arrayContaining([`127.0.0.1:${cluster.natsPort}`, `127.0.0.1:${cluster.postgresPort}`]),
      );
      // NATS, its monitoring, Postgres, and the health of two.
      expect(new Set(open).size).toBe(5);
      for (const address of open) expect(address).toMatch(/^(127\.0\.0\.1|::1):/);

      const seen = start('workers', ...config('reader'), '-f', 'json');
      const listed = await seen.ended;
      expect(JSON.parse(listed.out)).toMatchObject([{ name: expect.stringMatching(/^alpha\//), done: 12 }]);
      worker.child.kill('SIGTERM');
      serve.child.kill('SIGTERM');
      const ended = await Promise.all([worker.ended, serve.ended]);
      looking.abort();
      await look;

      expect([...commandLines].some((line) => line.includes('serve'))).toBe(true);
      const said = [...ended, listed].map((end) => end.out + end.err).join('') + out + err;
      const text = said + [...commandLines].join('\n') + cluster.logs();
      for (const secret of cluster.secrets()) expect(text.includes(secret)).toBe(false);
    });

    test('commands that fail show no secret either', async () => {
      const spoil = (file: string, from: string, to: string) => {
        const path = join(cluster.folder, `spoilt-${file}`);
        writeFileSync(path, cluster.read(file).replace(from, to));
        return ['--config', path, '--debug'];
      };
      const secrets = cluster.secrets();
      const failed = await Promise.all([
        // The reader's password, the key of a role that may not make streams, no key at all, another authority.
        start('list', ...spoil('coordinator.yaml', 'writer.password', 'reader.password')).ended,
        start('worker', ...spoil('beta.yaml', 'nkeys/beta.nk', 'tls/ca-key.pem')).ended,
        start('worker', ...spoil('alpha.yaml', 'tls/ca.pem', 'tls/server-key.pem')).ended,
      ]);
      for (const { code, out, err } of failed) {
        expect(code).not.toBe(0);
        expect(err).toMatch(/error\[/);
        for (const secret of secrets) expect((out + err).includes(secret)).toBe(false);
      }
    });

    test('a key that is added counts once NATS has read it, and those who are there stay', async () => {
      const before = await clientOf('alpha', `_INBOX.${P}.worker.alpha`);
      const added = await start('cluster', 'init', cluster.folder, '--add-worker', 'gamma').ended;
      expect(added.code, added.err).toBe(0);
      const config = { servers: server(), tls: tls(), reconnect: false };
      const gamma = () => connect({ ...config, authenticator: nkeyAuthenticator(seedOf('gamma')) });
      await expect(gamma()).rejects.toThrow(/authorization violation/i);
      process.kill(cluster.natsPid, 'SIGHUP');
      while (!cluster.logs().includes('Reloaded server configuration')) await sleep(20);
      await (await gamma()).close();
      expect(await before.mayPublish([`${P}.presence.alpha`, `${P}.presence.gamma`])).toEqual([
        `${P}.presence.alpha`,
      ]);
    });

    test('a reader looks on and changes nothing', async () => {
      const looked = await start('top', 'tiny', ...config('reader')).ended;
      expect(looked.code, looked.err).toBe(0);
      writeFileSync(join(cluster.folder, 'other.yaml'), TINY.replace('name: tiny', 'name: other'));
      for (const args of [
        ['submit', 'other.yaml'],
        ['rm', 'tiny', '--yes'],
        ['pause', 'tiny'],
      ]) {
        const { code, out } = await start(...args, ...config('reader')).ended;
        expect([args[0], code]).not.toEqual([args[0], 0]);
        expect(out).toBe('');
      }
      const still = await start('list', '-f', 'json', ...config('reader')).ended;
      expect(JSON.parse(still.out)).toMatchObject([{ slug: 'tiny', state: 'completed' }]);
    });
  });
});

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

async function noteRefusals(nc: NatsConnection, refused: string[]): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue;
    refused.push(`${status.error.operation} ${status.error.subject}`);
  }
}

/** What a server answers to plain text until it hangs up. */
function plainText(port: number, text: string): Promise<string> {
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

const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Null where the process has gone. */
function orGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function allCommandLines(): string[] {
  return processes().flatMap(
    (pid) => orGone(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? [],
  );
}

/** A process with all its descendants. */
function family(pid: number): number[] {
  const parents = processes().map((name) => {
    const stat = orGone(() => readFileSync(`/proc/${name}/stat`, 'utf8')) ?? '';
    // The name of the program, in brackets, may hold anything.
    return { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
  });
  const descend = (of: number): number[] => [
    of,
    ...parents.filter(({ parent }) => parent === of).flatMap((p) => descend(p.pid)),
  ];
  return descend(pid);
}

/** `address:port` of the TCP sockets on which these processes listen. */
function listening(pids: readonly number[]): string[] {
  const inodes = new Set(
    pids.flatMap((pid) =>
      (orGone(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap(
        (fd) =>
          /^socket:\[(\d+)\]$/.exec(orGone(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '')?.[1] ?? [],
      ),
    ),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    (orGone(() => readFileSync(`/proc/net/${table}`, 'utf8')) ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTEN && inodes.has(inode!))
      .map(([, local]) => addressOf(local!)),
  );
}

const LISTEN = '0A';

/** `0100007F:1F90` is 127.0.0.1:8080: words of 32 bits, each with its last byte first. */
function addressOf(hexadecimal: string): string {
  const [address, port] = hexadecimal.split(':') as [string, string];
  const bytes = address.match(/.{8}/g)!.flatMap((word) => word.match(/../g)!.reverse());
  const text =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : bytes.join('') === `${'0'.repeat(31)}1`
        ? '::1'
        : bytes.join('');
  return `${text}:${Number.parseInt(port, 16)}`;
}
