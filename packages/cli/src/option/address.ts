import { badOption } from './parse.ts';

/** Where something is served: port 0 is any free one. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';

/** `9464`, `0.0.0.0:9464` or `[::]:9464`; a port alone is on loopback. Throws InputError `bad_option`. */
export function address(flag: string, example: number) {
  return (text: string): Address => {
    const parts = /^(?:(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):)?(\d{1,5})$/i.exec(text);
    const port = Number(parts?.[3]);
    if (!parts || port > 65_535) {
      const hint = `For example: ${flag} ${example}, which only this machine can reach, or ${flag} 0.0.0.0:${example}`;
      throw badOption(`${flag} takes a port or HOST:PORT`, text, hint);
    }
    return { host: parts[1] ?? parts[2] ?? LOOPBACK, port };
  };
}
