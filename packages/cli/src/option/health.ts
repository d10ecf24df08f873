import type { HealthAddress } from '@latentsweep/app/services';
import { badOption } from './parse.ts';

const LOOPBACK = '127.0.0.1';

/** `9464`, `0.0.0.0:9464` or `[::]:9464`; a port alone is on loopback. Throws InputError `bad_option`. */
export function healthAddress(text: string): HealthAddress {
  const parts = /^(?:(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):)?(\d{1,5})$/i.exec(text);
  const port = Number(parts?.[3]);
  if (!parts || port > 65_535) {
    const hint = 'For example: --health 9464, which only this machine can reach, or --health 0.0.0.0:9464';
    throw badOption('--health takes a port or HOST:PORT', text, hint);
  }
  return { host: parts[1] ?? parts[2] ?? LOOPBACK, port };
}
