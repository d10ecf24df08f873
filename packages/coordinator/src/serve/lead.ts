import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LEAD_MS } from '@latentsweep/bus';
import { type ClusterBook, TryAgain } from '@latentsweep/store';

/** How often it is renewed or asked for before it runs out. */
const TIMES = 4;

/** The lease of the one coordinator that leads, by the database's clock. */
export interface Lead {
  /** Renews it where that is due. False: another one leads. A store that cannot be reached changes nothing. */
  keep(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Candidate {
  readonly store: Pick<ClusterBook, 'acquireLead' | 'releaseLead'>;
  /** Of this tenure: never used again. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** Another one leads. */
  readonly onStandby: () => void;
  readonly onUnreachable: (error: unknown) => void;
  readonly leadMs?: number;
}

/** Resolves once this one leads; null if aborted. */
export async function waitForLead(candidate: Candidate): Promise<Lead | null> {
  const { store, owner, signal, onStandby, onUnreachable, leadMs = LEAD_MS } = candidate;
  const ask = async () => {
    try {
      return await store.acquireLead(owner, leadMs);
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      onUnreachable(error);
      return null;
    }
  };
  while (!signal.aborted) {
    const held = await ask();
    if (held) return leading(store, owner, leadMs, ask);
    if (held === false) onStandby();
    await sleep(leadMs / TIMES, null, { signal }).catch(() => {});
  }
  return null;
}

function leading(
  store: Candidate['store'],
  owner: string,
  leadMs: number,
  ask: () => Promise<boolean | null>,
): Lead {
  let renewAt = performance.now() + leadMs / TIMES;
  return {
    async keep() {
      if (performance.now() < renewAt) return true;
      const held = await ask();
      renewAt = performance.now() + leadMs / TIMES;
      return held !== false;
    },
    async release() {
      // It runs out by itself where the store cannot be reached.
      await store.releaseLead(owner).catch(() => {});
    },
  };
}
