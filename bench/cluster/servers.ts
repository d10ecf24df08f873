/** A real nats-server and a real Postgres for the figures, each on its own temporary folder. */

import { NatsServer } from '@latentsweep/bus/fixtures';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';

export interface Servers {
  readonly nats: NatsServer;
  readonly postgres: PostgresServer;
  remove(): Promise<void>;
}

/** Postgres with its own defaults and every commit on the disk, as in production. Throws where one cannot be had. */
export async function startServers(settings: Readonly<Record<string, string>> = {}): Promise<Servers> {
  const postgres = await startPostgres({ durable: true, settings });
  if (typeof postgres === 'string') throw new Error(postgres);
  try {
    const nats = await NatsServer.start();
    const remove = async () => {
      await nats.remove();
      await postgres.remove();
    };
    return { nats, postgres, remove };
  } catch (error) {
    await postgres.remove();
    throw error;
  }
}
