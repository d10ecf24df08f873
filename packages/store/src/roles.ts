/** The roles of a store on a Postgres server: who owns the tables, who writes them, who may only look. */

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { InputError } from '@latentsweep/core';

/** Where the views of sweeps are made if it is on the search path. */
export const VIEW_SCHEMA = 'sweep_views';

/** `owner` makes the tables and updates them; `writer` is for coordinators and commands; `reader` for people. */
export const ROLE_NAMES = {
  owner: 'latentsweep_owner',
  writer: 'latentsweep_writer',
  reader: 'latentsweep_reader',
} as const;

export interface RolesOptions {
  /** Is made where it is not there. */
  readonly database: string;
  /** Printable ASCII. They do not stand in the script: it has what Postgres keeps of a password. */
  readonly passwords: Readonly<Record<keyof typeof ROLE_NAMES, string>>;
}

/**
 * A script for psql, to be run by the server's administrator in any database; running it again sets new passwords and
 * changes nothing else. Throws InputError `bad_password` or `bad_database_name`.
 */
export function rolesSql({ database, passwords }: RolesOptions): string {
  // In the argument of \connect, psql would run what is between backquotes.
  if (!/^[\p{L}\p{N}_. -]{1,63}$/u.test(database)) {
    throw new InputError(
      'bad_database_name',
      `A database cannot be called ${JSON.stringify(database)} here.`,
      'Use letters, digits, and _ . - between them.',
    );
  }
  const name = `"${database}"`;
  return `\\set ON_ERROR_STOP on
${roleStatements(passwords).join('\n')}
select 'create database ${name} owner ${ROLE_NAMES.owner}'
where not exists (select from pg_database where datname = '${database}') \\gexec
\\connect -reuse-previous=on ${name}
${databaseStatements(name).join('\n')}
`;
}

/** SQL that makes the roles with their passwords. */
function roleStatements(passwords: RolesOptions['passwords']): string[] {
  return (['owner', 'writer', 'reader'] as const).flatMap((role) => [
    `do $$ begin
  if not exists (select from pg_roles where rolname = '${ROLE_NAMES[role]}') then
    create role ${ROLE_NAMES[role]};
  end if;
end $$;`,
    `alter role ${ROLE_NAMES[role]} login nosuperuser nocreatedb nocreaterole password '${scramVerifier(passwords[role])}';`,
  ]);
}

/**
 * SQL that gives the roles their rights in the database. Each sweep has a view, which the writer makes and drops: in a
 * schema of its own, looked up last, so that nothing in it is ever taken for a table or a function of the owner's.
 */
function databaseStatements(database: string): string[] {
  const { owner, writer, reader } = ROLE_NAMES;
  const tables = 'select, insert, update, delete on';
  return [
    `alter database ${database} owner to ${owner};`,
    `alter database ${database} set search_path = public, ${VIEW_SCHEMA};`,
    `revoke all on database ${database} from public;`,
    `grant connect on database ${database} to ${writer}, ${reader};`,
    // Anyone may make large objects otherwise.
    'revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;',
    `alter schema public owner to ${owner};`,
    'revoke all on schema public from public;',
    `grant usage on schema public to ${writer}, ${reader};`,
    `create schema if not exists ${VIEW_SCHEMA} authorization ${writer};`,
    `grant usage on schema ${VIEW_SCHEMA} to ${owner}, ${reader};`,
    `grant ${tables} all tables in schema public to ${writer};`,
    `grant usage, select on all sequences in schema public to ${writer};`,
    `grant select on all tables in schema public to ${reader};`,
    `grant select on all tables in schema ${VIEW_SCHEMA} to ${owner}, ${reader};`,
    `alter default privileges for role ${owner} in schema public grant ${tables} tables to ${writer};`,
    `alter default privileges for role ${owner} in schema public grant usage, select on sequences to ${writer};`,
    `alter default privileges for role ${owner} in schema public grant select on tables to ${reader};`,
    `alter default privileges for role ${writer} in schema ${VIEW_SCHEMA} grant select on tables to ${owner}, ${reader};`,
  ];
}

const ITERATIONS = 4096;

/** What Postgres keeps of a password (RFC 5803, RFC 7677): enough to check it, not to log in with. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  // Others would have to be normalized by RFC 4013 first.
  if (!/^[\x21-\x7e]+$/.test(password)) {
    throw new InputError(
      'bad_password',
      'A password of a Postgres role has a character that is not printable ASCII, or is empty.',
      'Use letters and digits.',
    );
  }
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
