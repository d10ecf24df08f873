import type { Store } from '../port.ts';
import { clusterBook } from './cluster.ts';
import { trialLedger } from './ledger.ts';
import { emptyMemory, type Now } from './memory.ts';
import { reading } from './reading.ts';
import { sweepBook } from './sweeps.ts';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970; leases run out by it. */
  readonly now?: () => number;
  /** Told of each call before it does anything and before its answer goes back; what it throws the caller gets. */
  readonly onCall?: (method: keyof Store, when: 'asked' | 'done') => void;
}

/**
 * A store in memory, for tests: sweeps, trials and a cluster as in a database, with a clock and faults to inject. The
 * exam compares every database with it. It does not rank and knows no SQL: those methods throw.
 */
export function createMemoryStore({ now = Date.now, onCall = () => {} }: MemoryStoreOptions = {}): Store {
  const memory = emptyMemory(now);
  const port: Now<Store> = {
    ...{ ...reading(memory), ...sweepBook(memory), ...trialLedger(memory), ...clusterBook(memory) },
    close: () => {},
  };
  const later = <Args extends unknown[]>(name: keyof Store, method: (...args: Args) => unknown) => {
    return async (...args: Args) => {
      onCall(name, 'asked');
      const answer = method(...args);
      onCall(name, 'done');
      return answer;
    };
  };
  const { location, ...methods } = port;
  const asynchronous = Object.entries(methods).map(([name, method]) => [
    name,
    later(name as keyof Store, method as (...args: unknown[]) => unknown),
  ]);
  return { location, ...Object.fromEntries(asynchronous) } as Store;
}
