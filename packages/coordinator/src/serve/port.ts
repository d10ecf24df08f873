import type { Bus } from '@latentsweep/bus';
import type { ClusterBook, DecidedRung, TrialLedger } from '@latentsweep/store';
import type { RunStatus, TrialDeath } from '../port.ts';
import type { WorkerChange } from './fleet.ts';

export interface ServeOptions {
  readonly store: ClusterBook & TrialLedger;
  readonly bus: Bus;
  /** Who serves, for people and for the lease. */
  readonly name: string;
  /** Aborted: hand everything back and return. */
  readonly signal: AbortSignal;
  /** How long a trial whose worker has fallen silent stays its own. */
  readonly leaseMs?: number;
  readonly onEvent: (event: ServeEvent) => void;
}

/** What a serving coordinator has to tell. */
export type ServeEvent =
  | { readonly kind: 'leading' }
  | { readonly kind: 'standing by' }
  | { readonly kind: 'lost the lead'; readonly reason: string }
  | { readonly kind: 'sweep begun'; readonly sweep: string }
  | {
      readonly kind: 'sweep ended';
      readonly sweep: string;
      readonly state: string;
      readonly reason: string | null;
      readonly seconds: number;
    }
  | {
      readonly kind: 'status';
      readonly sweep: string;
      /** Labels that its workers must have. */
      readonly requires: readonly string[];
      readonly status: RunStatus;
    }
  | { readonly kind: 'sweep failed to run'; readonly sweep: string; readonly error: unknown }
  | ({ readonly kind: 'worker' } & WorkerChange)
  | ({ readonly kind: 'death'; readonly sweep: string } & TrialDeath)
  | ({ readonly kind: 'rung'; readonly sweep: string; readonly counts: 'epochs' | 'steps' } & DecidedRung)
  | { readonly kind: 'conflict'; readonly trialIds: readonly number[] }
  | { readonly kind: 'bad message'; readonly reason: string }
  | { readonly kind: 'queue lost'; readonly reason: string }
  /** Artifacts and checkpoints of programs, for good. */
  | { readonly kind: 'files lost'; readonly reason: string }
  /** The bus, though connected, does not take what it is given; null: it does again. */
  | { readonly kind: 'bus trouble'; readonly reason: string | null }
  | { readonly kind: 'connection'; readonly connected: boolean }
  | { readonly kind: 'store unreachable'; readonly error: unknown };
