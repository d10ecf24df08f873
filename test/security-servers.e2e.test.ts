/** What the servers refuse that `sweep cluster init` sets up, started as they are set up. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openNatsBus } from '@latentsweep/bus';
import { createUser } from '@nats-io/nkeys';
import { nkeyAuthenticator } from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SecuredCluster, startSecuredCluster, whyNoCluster } from './secured-cluster.ts';
import { clientOf, connectTo, keyOf, P, plainText, streamsOf } from './secured-nats.ts';
import { SWEEP } from './sweep-process.ts';

const missing = await whyNoCluster();
if (missing !== null && process.env['CI']) throw new Error(missing);

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

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

  describe('NATS', () => {
    test('nobody gets in without a key that it knows', async () => {
      const stranger = new TextEncoder().encode(new TextDecoder().decode(createUser().getSeed()));
      for (const credentials of [
        {},
        { user: 'coordinator', pass: 'coordinator' },
        { token: 'x' },
        { authenticator: nkeyAuthenticator(stranger) },
      ]) {
        const attempt = connectTo(cluster, credentials);
        await expect(attempt).rejects.toThrow(/authorization violation/i);
      }
      await (await connectTo(cluster, { authenticator: keyOf(cluster, 'reader') })).close();
    });

    test('nobody talks to it in plain text, or to another in its place', async () => {
      expect(await plainText(cluster.natsPort, 'CONNECT {"verbose":false}\r\nPING\r\n')).not.toContain(
        'PONG',
      );
      const other = connectTo(cluster, { tls: {}, authenticator: keyOf(cluster, 'reader') });
      await expect(other).rejects.toThrow(/certificate/i);
    });

    test('a worker works, under its own name', async () => {
      const { mayPublish, mayHear } = await clientOf(cluster, 'alpha', `_INBOX.${P}.worker.alpha`);
      const own = [
        ...['results', 'progress', 'presence'].map((kind) => `${P}.${kind}`),
        ...[`${P}.artifacts.1.2.x.1`, `${P}.artifacts.1.mark`],
        ...[`${P}.checkpoints.1.2.0.1`, `${P}.checkpoints.1.2.index`],
      ].flatMap((subject) => [`${subject}.alpha`, `${subject}.alpha.node-1`]);
      expect(await mayPublish(own)).toEqual(own);
      expect(await mayHear([`${P}.control`])).toEqual([`${P}.control`]);
    });

    test('a worker can do nothing else', async () => {
      const { mayPublish, mayHear } = await clientOf(cluster, 'alpha', `_INBOX.${P}.worker.alpha`);
      const before = await streamsOf(cluster);
      expect(before.map(({ name }) => name)).toEqual(
        [
          ...['artifacts', 'checkpoints', 'jobs', 'results'].map((name) => `${P}-${name}`),
          `OBJ_${P}-contents`,
        ].sort(),
      );
      const [js, jobs, results, contents] = ['$JS.API', `${P}-jobs`, `${P}-results`, `OBJ_${P}-contents`];
      const [artifacts, checkpoints] = [`${P}-artifacts`, `${P}-checkpoints`];
      expect(
        await mayPublish([
          ...[`${P}.jobs.any.1.1.1`, `${P}.control`, `${P}.results`, `${P}.anything`],
          ...['results', 'progress', 'presence'].flatMap((kind) => [
            `${P}.${kind}.beta`,
            `${P}.${kind}.beta.node-1`,
          ]),
          ...[`$O.${P}-contents.C.x`, `$O.${P}-contents.M.x`],
          ...[`${P}.artifacts.1.2.x.1.beta`, `${P}.artifacts.1.mark.beta`],
          ...[`${P}.checkpoints.1.2.0.1.beta`, `${P}.checkpoints.1.2.index.beta`],
          ...[jobs, results, contents, artifacts, checkpoints].flatMap((stream) => [
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
          ...[
            `${js}.STREAM.CREATE.x`,
            `${js}.DIRECT.GET.${results}`,
            `${js}.DIRECT.GET.${jobs}`,
            `${js}.DIRECT.GET.${artifacts}`,
          ],
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
      expect(await streamsOf(cluster)).toEqual(before);
    });

    test('a reader changes nothing', async () => {
      const { mayPublish, mayHear } = await clientOf(cluster, 'reader', `_INBOX.${P}.reader`);
      const before = await streamsOf(cluster);
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
      expect(await streamsOf(cluster)).toEqual(before);
    });

    test('its monitoring answers where it was asked for', async () => {
      const response = await fetch(`http://127.0.0.1:${cluster.monitorPort}/healthz`);
      expect(await response.json()).toEqual({ status: 'ok' });
    });
  });

  describe('Postgres', () => {
    test('the psql line of each role works, and shows no password', () => {
      for (const role of ['owner', 'coordinator', 'reader']) {
        const config = join(cluster.folder, `${role}.yaml`);
        const printed = spawnSync(process.execPath, [SWEEP, 'db', '--config', config], { encoding: 'utf8' });
        const [, line] = printed.stdout.trimEnd().split('\n');
        for (const secret of cluster.secrets()) expect(printed.stdout + printed.stderr).not.toContain(secret);
        const asked = spawnSync('sh', ['-c', `${line} -w -X -At -c 'select 6 * 7'`], { encoding: 'utf8' });
        expect({ ...asked, role }).toMatchObject({ role, status: 0, stdout: '42\n' });
      }
    });

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
            'drop table sweep_rows',
            'drop schema public cascade',
            'create table x (y int)',
          ],
          ...[
            'create temp table x (y int)',
            'create schema x',
            'create role x',
            'alter table sweep_rows add x int',
          ],
          ...['select * from pg_authid', "select pg_read_file('/etc/passwd')", "copy sweeps to program 'id'"],
          ...[
            'set role latentsweep_writer',
            'drop view leaderboard',
            'lock table sweep_rows in share row exclusive mode',
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
            'alter table sweep_rows add x int',
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
});
