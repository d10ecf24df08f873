import type { Kysely, Transaction } from 'kysely';

/** Kysely runs statements and puts values in them; the .sql files in migration/ say what tables there are. */
export type Db = Kysely<unknown>;
export type Trx = Transaction<unknown>;
