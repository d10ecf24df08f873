import { bytes } from '../text/number.ts';
import { type Check, ok, warning, wrong } from './check.ts';

export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly freeBytes: number;
}

const OLDEST_NODE = [22, 18] as const;
/** A thread at the deck's size with room for the rest. */
const BYTES_A_THREAD = 200e6;

export function machineChecks(machine: Machine): Check[] {
  const { node, platform, cores, memoryBytes, freeBytes } = machine;
  const shown = `${node} on ${platform}`;
  const needed = cores * BYTES_A_THREAD;
  const threads = Math.max(1, Math.floor(freeBytes / BYTES_A_THREAD));
  const memory = `${bytes(memoryBytes)}, ${bytes(freeBytes)} of it free`;
  return [
    isOldNode(node)
      ? wrong('node', shown, `Node ${OLDEST_NODE.join('.')} or newer is needed: npm start fetches one.`)
      : ok('node', shown),
    ok('cores', `${cores}, so ${cores === 1 ? 'one thread trains' : `${cores} threads train`} by default`),
    freeBytes < needed
      ? warning('memory', memory, `That is tight for ${cores} threads: use --slots ${threads}.`)
      : ok('memory', memory),
  ];
}

export function isOldNode(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}
