/** For tests: a sweep on a cluster that goes well. */

import type { SeenWorker, Sweep, TrialCounts } from '@latentsweep/store';
import type { Sighting } from './sighting.ts';

export const NO_COUNTS: TrialCounts = {
  ...{
    queued: 0,
    running: 0,
    completed: 0,
    diverged: 0,
    failed: 0,
    quarantined: 0,
    cancelled: 0,
    waiting: 0,
    pruned: 0,
    reused: 0,
  },
};

export function seenWorker(changes: Partial<SeenWorker> = {}): SeenWorker {
  return {
    ...{
      name: 'w',
      host: 'h',
      pid: 1,
      version: '0.1.0',
      engine: 'simd@1',
      device: null,
      slots: 4,
      labels: [],
    },
    ...{ state: 'working', running: 4, done: 10, lastSeen: new Date(0), silentMs: 500 },
    ...changes,
  };
}

export function sighting(
  changes: Partial<Omit<Sighting, 'sweep'>> = {},
  sweep: Partial<Sweep> = {},
): Sighting {
  return {
    sweep: {
      ...{ id: 1, slug: 'deck', name: 'deck', state: 'running', onCluster: true, engine: 'simd@1' },
      ...{ plannedTrials: 100, expanded: false, metric: 'test_accuracy', ...sweep },
    } as Sweep,
    counts: { ...NO_COUNTS, queued: 90, running: 10 },
    ...{ best: null, requires: [], workers: [seenWorker()], held: [], troubles: [], leader: 'c', led: true },
    ...changes,
  };
}
