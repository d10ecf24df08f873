import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '@latentsweep/core';
import type { Registry } from 'prom-client';

export interface Readiness {
  readonly ok: boolean;
  /** Plain JSON; nothing secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface HealthOptions extends HealthAddress {
  readonly ready: () => Readiness;
  readonly registry: Registry;
  /** Slots that what waits and runs could keep busy, of workers with these labels. */
  readonly slotsWanted?: (requires: readonly string[]) => number;
}

export interface HealthAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface Health {
  /** With the port that it got. */
  readonly url: string;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 64;

/**
 * Serves, by HTTP: `/livez` (200 while the process answers), `/healthz` (200, or 503 where it is not ready, with the
 * details as JSON), `/metrics` (for Prometheus) and, of a coordinator, `/slots-wanted/LABEL,…` (for an autoscaler, which
 * gets a number whether or not a sweep ever required those labels). Throws InputError `health_address`.
 */
export async function startHealth(options: HealthOptions): Promise<Health> {
  const { host, port } = options;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', '');
    answer((request.url ?? '').replace(/\?.*/, ''), response, options).catch(() =>
      send(response, 500, 'text/plain', ''),
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new InputError(
      'health_address',
      `Health and metrics cannot be served at ${host}:${port}: ${(error as Error).message}.`,
      'Give --health another port; several processes on one machine need one each.',
    );
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  path: string,
  response: ServerResponse,
  { ready, registry, slotsWanted }: HealthOptions,
): Promise<void> {
  const labels = /^\/slots-wanted(?:\/([a-z0-9_,-]*))?$/.exec(path);
  if (labels && slotsWanted) {
    const slots = slotsWanted((labels[1] ?? '').split(','));
    return send(response, 200, 'application/json', `${JSON.stringify({ slots })}\n`);
  }
  switch (path) {
    case '/livez':
      return send(response, 200, 'text/plain', 'ok\n');
    case '/healthz': {
      const { ok, details } = ready();
      return send(response, ok ? 200 : 503, 'application/json', `${JSON.stringify({ ok, ...details })}\n`);
    }
    case '/metrics':
      return send(response, 200, registry.contentType, await registry.metrics());
    default:
      return send(response, 404, 'text/plain', 'There is /healthz, /livez and /metrics.\n');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
