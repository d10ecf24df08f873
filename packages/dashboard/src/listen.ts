import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { InputError } from '@latentsweep/core';

export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Listens there; the port that it got. Throws InputError `port_in_use`, `bad_address`. */
export async function listen(server: Server, { host, port }: Address): Promise<number> {
  try {
    await once(server.listen(port, host), 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      const other = await freePortAfter({ host, port });
      throw new InputError(
        'port_in_use',
        `Port ${port} of ${host} is in use.`,
        `${other === null ? 'Name another' : `Port ${other} is free: --port ${other}`}. Without --port any free one is taken.`,
      );
    }
    throw new InputError(
      'bad_address',
      `The dashboard cannot be served at ${host}:${port}: ${message}.`,
      'Name an address of this machine, and a port from 1024 to 65535.',
    );
  }
}

const TRIES = 20;

async function freePortAfter({ host, port }: Address): Promise<number | null> {
  for (let other = port + 1; other <= Math.min(port + TRIES, 65_535); other++) {
    if (await isFree({ host, port: other })) return other;
  }
  return null;
}

async function isFree({ host, port }: Address): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
