import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filledSweep, newSweep, OWNER } from './exam/samples.ts';
import { type PostgresServer, startPostgres } from './fixtures/postgres.ts';
import { makeRoles, type RoleUrls } from './fixtures/roles.ts';
import { migrations } from './migration/migrate.ts';
import { openStore } from './open.ts';
import { ROLE_NAMES, rolesSql, scramVerifier } from './roles.ts';

test('what Postgres keeps of a password is as RFC 7677 has it', () => {
  // Its example: user "user", password "pencil", of which the server's signature is known.
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('the script holds no password, and takes no name that could be more than one', () => {
  const passwords = { owner: 'Secret1', writer: 'Secret2', reader: 'Secret3' };
  expect(rolesSql({ database: 'lab', passwords })).not.toMatch(/Secret\d/);
  for (const database of ['', 'a"b', "a'b", 'a`id`', 'a\nb', '$(x)', 'x'.repeat(64)]) {
    expect(() => rolesSql({ database, passwords })).toThrow(
      expect.objectContaining({ code: 'bad_database_name' }),
    );
  }
  for (const reader of ['', 'pâss', 'a b', 'a\0']) {
    expect(() => rolesSql({ database: 'lab', passwords: { ...passwords, reader } })).toThrow(
      expect.objectContaining({ code: 'bad_password' }),
    );
  }
});

const server = await startPostgres();

describe.skipIf(typeof server === 'string')('roles', () => {
  let urls: RoleUrls | null;
  const query = async (url: string, text: string) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(text)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  beforeAll(() => {
    urls = makeRoles(server as PostgresServer, 'sweeps of the lab');
  });
  afterAll(() => (server as PostgresServer).remove());

  test('only the owner makes tables; the others are told to wait for it', async ({ skip }) => {
    if (!urls) return skip('no psql');
    for (const location of [urls.writer, urls.reader]) {
      await expect(openStore({ location })).rejects.toMatchObject({
        code: 'store_outdated',
        message: expect.stringContaining('missing: 0001-tables, 0002-leaderboard, 0003-cluster'),
      });
    }
    await (await openStore({ location: urls.owner })).close();
    for (const location of [urls.writer, urls.reader]) await (await openStore({ location })).close();
    const last = Object.keys(migrations()).sort().at(-1)!;
    await query(urls.owner, `delete from kysely_migration where name = '${last}'`);
    for (const location of [urls.writer, urls.reader]) {
      await expect(openStore({ location })).rejects.toMatchObject({
        code: 'store_outdated',
        message: expect.stringContaining(`(missing: ${last})`),
      });
    }
    await query(urls.owner, `insert into kysely_migration values ('${last}', '2026-01-01')`);
  });

  test('the reader sees all, its own way and by SQL, and changes nothing', async ({ skip }) => {
    if (!urls) return skip('no psql');
    const [store, reader] = await Promise.all([
      openStore({ location: urls.writer }),
      openStore({ location: urls.reader }),
    ]);
    const sweep = await filledSweep(store, 3, 2);
    expect((await reader.leaderboard(sweep, { limit: 5 })).rows).toHaveLength(3);
    expect((await reader.trials(sweep, { after: 0, limit: 10 })).rows).toHaveLength(6);
    expect((await reader.query(`select * from sweep_${sweep.slug}`)).rows).toHaveLength(6);
    expect((await reader.query('select * from leaderboard')).rows).toHaveLength(3);
    expect(await reader.alarms()).toEqual({ conflicts: [], badMessages: [] });
    expect(await reader.listTroubles()).toEqual([]);
    expect(await reader.keptPredictions(1)).toBeNull();
    for (const attempt of [
      () => reader.createSweep(newSweep()),
      () => reader.removeSweep(sweep.id),
      () => reader.acquireRun(sweep.id, OWNER, 1000),
      () => reader.acquireLead('me', 1000),
      () => reader.setSweepState(sweep.id, 'paused'),
      () => reader.saveWorkers([]),
      () => reader.saveTroubles([]),
      () => reader.keepPredictions(1, new Uint8Array(3)),
      () => reader.predictionsAsked(1),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'store_refused' });
    }
    for (const text of [
      'update trial_rows set attempt = 1',
      'delete from curve_rows',
      'truncate sweep_rows',
      'create table mine (a int)',
      'create table sweep_views.mine (a int)',
      'create temporary table mine (a int)',
      `drop view sweep_${sweep.slug}`,
      `select nextval('sweeps_id_seq')`,
      'select lo_create(0)',
      `copy sweeps to program 'id'`,
      `set role ${ROLE_NAMES.writer}`,
    ]) {
      await expect(query(urls.reader, text), text).rejects.toMatchObject({ code: '42501' });
    }
    expect(await reader.counts(sweep.id)).toMatchObject({ completed: 6 });
    await Promise.all([store.close(), reader.close()]);
  });

  test('the writer has no rights over the tables themselves', async ({ skip }) => {
    if (!urls) return skip('no psql');
    for (const text of [
      'drop table curve_rows',
      'truncate sweep_rows',
      'alter table trial_rows drop column attempt',
      'create table public.mine (a int)',
      'create or replace view leaderboard as select 1',
      `set role ${ROLE_NAMES.owner}`,
      `alter role ${ROLE_NAMES.reader} password 'x'`,
      `copy sweeps from program 'id'`,
    ]) {
      await expect(query(urls.writer, text), text).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('nobody else comes in', async ({ skip }) => {
    if (!urls) return skip('no psql');
    const { url } = server as PostgresServer;
    await query(url, `create role stranger login password 'x'`);
    const stranger = urls.reader.replace(/\/\/[^@]+@/, '//stranger:x@');
    await expect(openStore({ location: stranger })).rejects.toMatchObject({ code: 'store_refused' });
  });
});
