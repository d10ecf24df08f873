/** What Linux says of the processes on this machine. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Null where the process has gone. */
function orGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Of all processes, as everyone can read them. */
export function allCommandLines(): string[] {
  return processes().flatMap(
    (pid) => orGone(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? [],
  );
}

/** A process with all its descendants. */
export function family(pid: number): number[] {
  const parents = processes().map((name) => {
    const stat = orGone(() => readFileSync(`/proc/${name}/stat`, 'utf8')) ?? '';
    // The name of the program, in brackets, may hold anything.
    return { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
  });
  const descend = (of: number): number[] => [
    of,
    ...parents.filter(({ parent }) => parent === of).flatMap((p) => descend(p.pid)),
  ];
  return descend(pid);
}

/** `address:port` of the TCP sockets on which these processes listen. */
export function listening(pids: readonly number[]): string[] {
  const inodes = new Set(
    pids.flatMap((pid) =>
      (orGone(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap(
        (fd) =>
          /^socket:\[(\d+)\]$/.exec(orGone(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '')?.[1] ?? [],
      ),
    ),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    (orGone(() => readFileSync(`/proc/net/${table}`, 'utf8')) ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTEN && inodes.has(inode!))
      .map(([, local]) => addressOf(local!)),
  );
}

const LISTEN = '0A';

/** `0100007F:1F90` is 127.0.0.1:8080: words of 32 bits, each with its last byte first. */
function addressOf(hexadecimal: string): string {
  const [address, port] = hexadecimal.split(':') as [string, string];
  const bytes = address.match(/.{8}/g)!.flatMap((word) => word.match(/../g)!.reverse());
  const text =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : bytes.join('') === `${'0'.repeat(31)}1`
        ? '::1'
        : bytes.join('');
  return `${text}:${Number.parseInt(port, 16)}`;
}
