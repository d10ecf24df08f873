/** Where the password of a Postgres URL comes from, so that it need not stand in a command or in a settings file. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { InputError } from '@latentsweep/core';

/**
 * The URL with its password: out of `passwordFile` if that is given; else the one that it has; else as psql finds it,
 * out of PGPASSWORD (left to the driver) or the file PGPASSFILE or ~/.pgpass. Throws InputError `bad_password_file`.
 */
export function withPassword(url: string, passwordFile?: string): string {
  const parsed = new URL(url);
  if (passwordFile !== undefined) return filled(parsed, readPassword(passwordFile));
  if (parsed.password || parsed.searchParams.has('password') || process.env['PGPASSWORD']) return url;
  const found = passwordOf(parsed, readPasswords());
  return found === null ? url : filled(parsed, found);
}

function filled(url: URL, password: string): string {
  url.searchParams.delete('password');
  url.password = encodeURIComponent(password);
  return url.href;
}

/** A file with nothing but the password, but for the end of its line. */
function readPassword(file: string): string {
  const refuse = (why: string) =>
    new InputError(
      'bad_password_file',
      `The password file ${file} ${why}.`,
      'It holds the password of the Postgres user, and nothing else.',
    );
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  if (text === '') throw refuse('is empty');
  if (/[\r\n]/.test(text)) throw refuse('has more than one line');
  return text;
}

/** The lines of the password file of psql; none where others may read it, as psql has it. */
function readPasswords(): string {
  const file = process.env['PGPASSFILE'] ?? path.join(os.homedir(), '.pgpass');
  try {
    const open = process.platform !== 'win32' && (fs.statSync(file).mode & 0o077) !== 0;
    return open ? '' : fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * The password of the first line host:port:database:user:password that fits; * fits all, a backslash keeps a colon or a
 * backslash from its meaning (https://www.postgresql.org/docs/current/libpq-pgpass.html).
 */
export function passwordOf(url: URL, passwords: string): string | null {
  const user = decodeURIComponent(url.username) || process.env['PGUSER'] || os.userInfo().username;
  const database = decodeURIComponent(url.pathname.slice(1)) || user;
  const wanted = [url.hostname || 'localhost', url.port || '5432', database, user];
  for (const line of passwords.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const [, ...fields] = LINE.exec(line) ?? [];
    const fits = (value: string, i: number) => fields[i] === '*' || plain(fields[i]!) === value;
    if (fields.length === 5 && wanted.every(fits)) return plain(fields[4]!);
  }
  return null;
}

const FIELD = String.raw`((?:\\.|[^:\\])*):`;
const LINE = new RegExp(`^${FIELD}${FIELD}${FIELD}${FIELD}(.*)$`, 'su');
const plain = (field: string) => field.replaceAll(/\\(.)/gsu, '$1');
