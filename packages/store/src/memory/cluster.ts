import { clean, MOST } from '../cluster/alarms.ts';
import { cleanReason } from '../cluster/troubles.ts';
import type { ClusterBook } from '../port.ts';
import type { Memory, Now } from './memory.ts';

const DAY_MS = 86_400_000;

export function clusterBook(memory: Memory): Now<ClusterBook> {
  const { now, workers, troubles } = memory;
  return {
    acquireLead(owner, leaseMs) {
      const { lead } = memory;
      if (lead && lead.owner !== owner && lead.until >= now()) return false;
      memory.lead = { owner, until: now() + leaseMs };
      return true;
    },
    releaseLead(owner) {
      if (memory.lead?.owner === owner) memory.lead = null;
    },
    clusterSweeps: () =>
      [...memory.sweeps.values()]
        .map(({ sweep }) => sweep)
        .filter(({ onCluster, state }) => onCluster && state === 'running'),
    getContent: (sha256) => memory.contents.get(sha256) ?? null,
    saveWorkers(given) {
      const at = now();
      for (const [name, worker] of workers) if (worker.at < at - DAY_MS) workers.delete(name);
      for (const worker of given) workers.set(worker.name, { ...worker, at });
    },
    saveTroubles(reasons) {
      const said = now();
      const before = new Map(troubles);
      troubles.clear();
      for (const reason of reasons.map(cleanReason)) {
        troubles.set(reason, { since: before.get(reason)?.since ?? said, said });
      }
    },
    keepBadMessage({ kind, reason, text }) {
      const bad = { kind: clean(kind), reason: clean(reason), text: clean(text), at: new Date(now()) };
      memory.badMessages = [bad, ...memory.badMessages].slice(0, MOST);
    },
  };
}
