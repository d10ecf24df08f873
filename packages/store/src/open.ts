import { InputError } from '@latentsweep/core';
import { type Connection, connectEmbedded, connectPostgres, withRetry } from './connection.ts';
import { DEFAULT_LINGER_MS } from './embedded/session.ts';
import { explainOwn } from './error.ts';
import { migrate } from './migration/migrate.ts';
import type { Move } from './migration/move.ts';
import { withPassword } from './password.ts';
import type { Store } from './port.ts';
import { storeOver } from './store.ts';

export interface OpenOptions {
  /** The URL of a Postgres database, or the directory of an embedded one. */
  readonly location?: string;
  /** A file with the password of the Postgres user, instead of one in the URL. */
  readonly passwordFile?: string;
  /** How long an embedded database stays up after this client. */
  readonly lingerMs?: number;
  /** Told now and then while the results of a large store of an older version are moved to new tables. */
  readonly onMove?: (move: Move) => void;
}

const DEFAULT_DIRECTORY = '.latentsweep';

/**
 * Opens a store, makes it where there is none, and brings its tables up to date. Throws InputError
 * (`store_not_writable`, `not_a_store`, `store_in_use`, `store_too_new`, `store_outdated`, `bad_store_url`,
 * `bad_password_file`) LatentsweepError `store_refused`, or TryAgain
 * (`store_unreachable`, `store_full`, `store_broken`).
 */
export async function openStore(options: OpenOptions = {}): Promise<Store> {
  const { location = DEFAULT_DIRECTORY, lingerMs = DEFAULT_LINGER_MS } = options;
  const connection = await connect(location, lingerMs, options.passwordFile);
  try {
    const layout = await withRetry(connection, () =>
      migrate(connection.db, connection.location.url, options.onMove ?? (() => {})),
    );
    return storeOver(connection, layout);
  } catch (error) {
    await connection.close();
    const { url } = connection.location;
    throw explainOwn(error, url);
  }
}

async function connect(
  location: string,
  lingerMs: number,
  passwordFile: string | undefined,
): Promise<Connection> {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return connectEmbedded(location, lingerMs);
  if (!/^postgres(ql)?:\/\//i.test(location) || !URL.canParse(location)) {
    throw new InputError(
      'bad_store_url',
      'The store is neither a directory nor a Postgres URL.',
      'A URL reads postgresql://user:password@host:5432/database.',
    );
  }
  return connectPostgres(withPassword(location, passwordFile));
}
