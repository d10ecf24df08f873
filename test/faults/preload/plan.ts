import { env } from 'node:process';
import type { NatsOptions } from '@latentsweep/bus';

/** Where in the work of a process a signal strikes it. */
export interface Strike {
  /** A method of the store or the bus, or the acknowledgement of what was pulled. */
  readonly at:
    | `store.${'expand' | 'claim' | 'record' | 'requeue' | 'renewLeases' | 'decideRung' | 'aliveConfigs' | 'bandStand' | 'decideBand' | 'waitingConfigs' | 'searchHistory'}`
    | `bus.${'publishJob' | 'publishResult'}`
    | 'job.ack'
    | 'result.ack';
  readonly when: 'before' | 'after';
  /** At which call, from 1. */
  readonly call: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** What the trials of a VAE at this minority rate, and of no other config, do to their threads. */
export interface Poison {
  readonly minorityRate: number;
  readonly does: 'exit' | 'out of memory' | 'endless loop' | 'SIGKILL of its process';
}

export interface Plan {
  readonly strike?: Strike;
  readonly poison?: Poison;
  readonly clockAheadMs?: number;
  /** Training waits so long in every epoch, and so lasts without taking the processor. */
  readonly epochMs?: number;
  /** In place of what the command line gives the bus. */
  readonly bus?: Partial<NatsOptions>;
}

/** The name of the environment variable with the plan as JSON. */
export const PLAN = 'LATENTSWEEP_FAULT_PLAN';

export const isPoisoned = (config: Readonly<Record<string, unknown>>, { minorityRate }: Poison): boolean =>
  config['minority_rate'] === minorityRate &&
  config['arm'] === 'vae_mixing' &&
  config['learning_rate'] === 0.001;

export const plan: Plan = JSON.parse(env[PLAN] ?? '{}');
