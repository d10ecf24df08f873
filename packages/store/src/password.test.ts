import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeFolder } from './fixtures/folder.ts';
import { startPostgres } from './fixtures/postgres.ts';
import { openStore } from './open.ts';
import { passwordOf, withPassword } from './password.ts';

afterEach(() => vi.unstubAllEnvs());

const folder = makeFolder();
const fileWith = (text: string, mode = 0o600) => {
  const file = path.join(folder, String(Math.random()));
  fs.writeFileSync(file, text, { mode });
  return file;
};

test('a password file holds one line, which is the password', () => {
  const url = 'postgresql://me:old@host:5433/lab?sslmode=require&password=older';
  const given = withPassword(url, fileWith('p@ss: wörd\\\n'));
  expect(decodeURIComponent(new URL(given).password)).toBe('p@ss: wörd\\');
  expect(given).toMatch(/@host:5433\/lab\?sslmode=require$/);
  for (const file of [fileWith(''), fileWith('\n'), fileWith('a\nb\n'), '/no/such/file', folder]) {
    expect(() => withPassword(url, file)).toThrow(
      expect.objectContaining({ code: 'bad_password_file', message: expect.stringContaining(file) }),
    );
  }
});

test('of a file with many, the first line that fits counts', () => {
  const url = new URL('postgresql://me@host/lab');
  const of = (text: string) => passwordOf(url, text);
  expect(of('#host:5432:lab:me:no\nhost:5433:lab:me:no\nhost:5432:lab:me:yes\n*:*:*:*:late')).toBe('yes');
  expect(of('*:*:lab:me:a\\:b\\\\c')).toBe('a:b\\c');
  expect(of('\\*:*:lab:me:no')).toBeNull();
  expect(of('host:5432:lab:me')).toBeNull();
  expect(of('')).toBeNull();
});

test('any password is read back from its line', () => {
  const escaped = (text: string) => text.replaceAll(/[\\:]/g, '\\$&');
  const text = fc.string({ unit: 'binary' }).filter((value) => !/[\r\n]/.test(value));
  fc.assert(
    fc.property(text, (password) => {
      const line = `host:5432:lab:me:${escaped(password)}`;
      expect(passwordOf(new URL('postgresql://me@host/lab'), `x\n${line}\n`)).toBe(password);
    }),
  );
});

test('a file that others may read is not used, nor one where there is a password', () => {
  vi.stubEnv('PGPASSWORD', '');
  vi.stubEnv('PGPASSFILE', fileWith('*:*:*:*:found', 0o644));
  expect(withPassword('postgresql://me@host/lab')).toBe('postgresql://me@host/lab');
  vi.stubEnv('PGPASSFILE', fileWith('*:*:*:*:found'));
  expect(withPassword('postgresql://me@host/lab')).toBe('postgresql://me:found@host/lab');
  expect(withPassword('postgresql://me:mine@host/lab')).toBe('postgresql://me:mine@host/lab');
  vi.stubEnv('PGPASSWORD', 'from the environment');
  expect(withPassword('postgresql://me@host/lab')).toBe('postgresql://me@host/lab');
});

const server = await startPostgres();

describe.skipIf(typeof server === 'string')('a Postgres server', () => {
  test('takes the password from a file or the environment, and it is shown nowhere', async () => {
    if (typeof server === 'string') return;
    onTestFinished(() => server.remove());
    const { password } = server;
    const bare = new URL(server.url);
    bare.password = '';
    const location = bare.href;
    const opens = async (passwordFile?: string) => {
      const store = await openStore(passwordFile === undefined ? { location } : { location, passwordFile });
      expect(store.location.url).toBe(location);
      expect(JSON.stringify(store.location)).not.toMatch(/secret/);
      expect((await store.query('select 1')).rows).toEqual([[1]]);
      await store.close();
    };
    await opens(fileWith(`${password}\n`));
    vi.stubEnv('PGPASSWORD', password);
    await opens();
    vi.stubEnv('PGPASSWORD', '');
    const escaped = password.replaceAll(/[\\:]/g, '\\$&');
    vi.stubEnv('PGPASSFILE', fileWith(`127.0.0.1:${server.port}:*:owner:${escaped}`));
    await opens();
    vi.stubEnv('PGPASSFILE', '/no/such/file');
    await expect(openStore({ location })).rejects.toMatchObject({ code: 'store_refused' });
  });
});
