import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { InputError, printable } from '@latentsweep/core';

/** Loopback: nobody but this machine reaches it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** The host of a `Host` header or of an origin, without its port and the brackets of IPv6. */
export const hostOf = (authority: string): string =>
  (/^\[(.*)\](?::\d+)?$/.exec(authority)?.[1] ?? authority.replace(/:\d*$/, '')).toLowerCase();

/**
 * Whether a request that names this host may be answered. A page elsewhere can make a name of its own lead here (DNS
 * rebinding), and would then be let in as one of ours; it cannot do that with an address, with `localhost` or with names
 * that are ours. `names`: more that lead here, through a proxy.
 */
export function isOurHost(authority: string | undefined, names: readonly string[]): boolean {
  if (authority === undefined) return false;
  const host = hostOf(authority);
  return (
    isIP(host) !== 0 || host === 'localhost' || host === hostname().toLowerCase() || names.includes(host)
  );
}

/** Throws InputError `unknown_host`. */
export function refuseOtherHost(authority: string | undefined, names: readonly string[]): void {
  if (isOurHost(authority, names)) return;
  throw new InputError(
    'unknown_host',
    `This dashboard is not called ${JSON.stringify(printable((authority ?? '').slice(0, 100)))}.`,
    'Open it by the address that it printed. Behind a proxy, name the host by which it is reached: `sweep dashboard --server-name HOST`',
  );
}
