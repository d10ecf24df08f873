import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LEAD_MS } from '@latentsweep/bus';
import { type ClusterBook, TryAgain } from '@latentsweep/store';

/** Between two renewals, and between two questions whether it is free. */
const ASK_MS = LEAD_MS / 4;

/** The lease of the one coordinator that leads, by the database's clock. */
export interface Lead {
  /** Renews it where that is due. False: another one leads. A store that cannot be reached changes nothing. */
  keep(): Promise<boolean>;
  release(): Promise<void>;
}

interface Candidate {
  readonly store: Pick<ClusterBook, 'acquireLead' | 'releaseLead'>;
  /** Of this tenure: never used again. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** Another one leads. */
  readonly onStandby: () => void;
  readonly onUnreachable: (error: unknown) => void;
}

/** Resolves once this one leads; null if aborted. */
export async function waitForLead(candidate: Candidate): Promise<Lead | null> {
  const { store, owner, signal, onStandby, onUnreachable } = candidate;
  let askAt = 0;
  const ask = async () => {
    try {
      return await store.acquireLead(owner, LEAD_MS);
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      onUnreachable(error);
      return null;
    } finally {
      askAt = performance.now() + ASK_MS;
    }
  };
  const lead: Lead = {
    keep: async () => performance.now() < askAt || (await ask()) !== false,
    // It runs out by itself where the store cannot be reached.
    release: () => store.releaseLead(owner).catch(() => {}),
  };
  while (!signal.aborted) {
    const held = await ask();
    if (held) return lead;
    if (held === false) onStandby();
    await sleep(ASK_MS, null, { signal }).catch(() => {});
  }
  return null;
}
