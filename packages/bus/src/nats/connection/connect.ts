import { readFile } from 'node:fs/promises';
import { InputError, LatentsweepError } from '@latentsweep/core';
import {
  type Authenticator,
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  errors,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { namesFor } from '../names.ts';
import type { Settings } from '../options.ts';

const CONNECT_TIMEOUT_MS = 5000;

/** Throws InputError, or LatentsweepError `bus_unreachable` or `bus_refused`: the first connection fails at once. */
export async function connectToNats(settings: Settings): Promise<NatsConnection> {
  const servers = serversOf(settings.url);
  const options = await connectionOptions(settings, servers);
  try {
    return await connect(options);
  } catch (error) {
    throw explained(error as Error, servers);
  }
}

/** `host:port` of each. Throws InputError `bad_bus_url`. */
export function serversOf(url: string): string[] {
  return url.split(',').map((one) => {
    const parsed = URL.parse(one.trim());
    if (!parsed || !['nats:', 'tls:'].includes(parsed.protocol) || parsed.hostname === '') {
      throw new InputError(
        'bad_bus_url',
        `The bus is at nats://host:port or tls://host:port, not '${withoutSecrets(one)}'.`,
        'Separate several servers by commas.',
      );
    }
    if (parsed.username !== '') {
      throw new InputError(
        'secret_in_bus_url',
        'The address of the bus holds a secret, which other users of this machine can read.',
        'Put the NKey seed or the .creds file where only you can read it and name it by LATENTSWEEP_BUS_CREDENTIALS.',
      );
    }
    return `${parsed.hostname}:${parsed.port || '4222'}`;
  });
}

const withoutSecrets = (url: string) => url.replace(/[^/@]*@/, '…@');

async function connectionOptions(settings: Settings, servers: string[]): Promise<ConnectionOptions> {
  const { name, role, prefix, caFile, credentialsFile } = settings;
  const authenticator = credentialsFile === undefined ? null : await authenticatorOf(credentialsFile);
  const ca = caFile === undefined ? null : await readOrRefuse(caFile, 'certificate authority');
  const encrypted = ca !== null || settings.url.includes('tls://');
  return {
    servers,
    name: `${role} ${name}`,
    inboxPrefix: namesFor(prefix).inbox(role, name),
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    reconnectJitterTLS: 500,
    // A half-open connection is noticed after two pings without an answer.
    pingInterval: settings.pingMs,
    maxPingOut: 2,
    // Else every request captures two stack traces, for errors that are told here anyway.
    noAsyncTraces: true,
    ...(authenticator && { authenticator }),
    ...(encrypted && { tls: ca === null ? {} : { ca } }),
  };
}

async function authenticatorOf(file: string): Promise<Authenticator> {
  const text = await readOrRefuse(file, 'credentials');
  if (text.includes('BEGIN NATS USER JWT')) return credsAuthenticator(new TextEncoder().encode(text));
  const seed = text.match(/^\s*(SU[A-Z2-7]{56})\s*$/m)?.[1];
  if (seed !== undefined) return nkeyAuthenticator(new TextEncoder().encode(seed));
  throw new InputError(
    'bad_bus_credentials',
    `'${file}' holds neither the NKey seed of a user nor NATS credentials.`,
    'Name the .nk file that `sweep cluster init` wrote for this role, or a .creds file.',
  );
}

async function readOrRefuse(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(
      'unreadable_bus_file',
      `The ${what} file '${file}' of the bus cannot be read: ${(error as Error).message}.`,
      'Check its path, and that this user may read it.',
    );
  }
}

function explained(error: Error, servers: readonly string[]): LatentsweepError {
  const at = servers.join(', ');
  const cause = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError) {
    return new LatentsweepError(
      'bus_refused',
      `The NATS server at ${at} refused this user: ${cause}.`,
      'Name the credentials that `sweep cluster init` wrote for this role: --bus-credentials, LATENTSWEEP_BUS_CREDENTIALS.',
      { cause: error },
    );
  }
  if (/certificate|self.signed|issuer|tls/i.test(cause)) {
    return new LatentsweepError(
      'bus_refused',
      `No trusted connection to the NATS server at ${at}: ${cause}.`,
      'Name the certificate authority that `sweep cluster init` wrote: --bus-ca, LATENTSWEEP_BUS_CA.',
      { cause: error },
    );
  }
  return new LatentsweepError(
    'bus_unreachable',
    `No NATS server answers at ${at}: ${cause}.`,
    'Start it with `nats-server -js`, or correct --bus, LATENTSWEEP_BUS or `bus:` in latentsweep.yaml.',
    { cause: error },
  );
}
