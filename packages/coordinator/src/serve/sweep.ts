import { LatentsweepError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import { coordinate } from '../coordinate/coordinate.ts';
import type { ResultDesk } from '../coordinate/desk.ts';
import type { TrialData } from '../port.ts';
import { storedDefinition } from '../sweep-file/stored.ts';
import type { Contents } from './contents.ts';
import type { Fleet } from './fleet.ts';
import type { ServeOptions } from './port.ts';

export interface Tenure {
  readonly options: ServeOptions;
  readonly desk: ResultDesk;
  readonly fleet: Fleet;
  readonly contents: Contents;
  /** The lead was lost, or the program is to end. */
  readonly signal: AbortSignal;
}

/**
 * Runs one sweep of the cluster until it ends, is stopped, or the tenure does, and tells how it went. Never throws;
 * false where it could not be run.
 */
export async function runSweep(tenure: Tenure, sweep: Sweep): Promise<boolean> {
  const { options, desk, fleet, contents, signal } = tenure;
  const { store, bus, leaseMs, onEvent } = options;
  const { slug } = sweep;
  onEvent({ kind: 'sweep begun', sweep: slug });
  try {
    const definition = storedDefinition(sweep);
    const dataset = datasetOf(sweep);
    const counts = definition.dataset.kind === 'program' ? 'steps' : 'epochs';
    const release = await contents.provide(dataset);
    try {
      const outcome = await coordinate({
        ...{ store, bus, sweep, definition, dataset, desk, signal },
        ...(leaseMs === undefined ? {} : { leaseMs }),
        patienceMs: Number.POSITIVE_INFINITY,
        slots: () => fleet.capacity(sweep.engine, definition.requires).jobs,
        fuses: () => fleet.capacity(sweep.engine, definition.requires).fused,
        onStatus: (status) => onEvent({ kind: 'status', sweep: slug, requires: definition.requires, status }),
        onDeath: (death) => onEvent({ kind: 'death', sweep: slug, ...death }),
        onRung: (rung) => onEvent({ kind: 'rung', sweep: slug, counts, ...rung }),
      });
      const { state, reason, seconds } = outcome;
      onEvent({ kind: 'sweep ended', sweep: slug, state, reason, seconds });
      return true;
    } finally {
      release();
    }
  } catch (error) {
    // Whoever comes next tries again, not this program.
    if (!options.signal.aborted) onEvent({ kind: 'sweep failed to run', sweep: slug, error });
    return false;
  }
}

/** What the trials need of the data, as the submitter found them. */
function datasetOf({ slug, datasetSpec, datasetFingerprint }: Sweep): TrialData {
  if (!datasetSpec) {
    throw new LatentsweepError(
      'sweep_without_data',
      `The sweep '${slug}' was recorded by an older version, without what a cluster needs of its data.`,
      'Submit its file again under another name; its results are taken over.',
    );
  }
  return { spec: datasetSpec, fingerprint: datasetFingerprint, content: null };
}
