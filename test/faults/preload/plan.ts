import { env } from 'node:process';

/** Where in the work of a process a signal strikes it. */
export interface Strike {
  /** A method of the store or the bus, or the acknowledgement of what was pulled. */
  readonly at:
    | `store.${'expand' | 'claim' | 'record' | 'requeue' | 'renewLeases'}`
    | `bus.${'publishJob' | 'publishResult'}`
    | 'job.ack'
    | 'result.ack';
  readonly when: 'before' | 'after';
  /** At which call, from 1. */
  readonly call: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** What a trial does to its thread, in the trials of the configs that `poisoned` names by their minority rate. */
export interface Poison {
  readonly minorityRate: number;
  readonly does: 'exit' | 'out of memory' | 'endless loop';
}

export interface Plan {
  readonly strike?: Strike;
  readonly poison?: Poison;
  readonly clockAheadMs?: number;
  /** Training waits so long in every epoch, and so lasts without taking the processor. */
  readonly epochMs?: number;
  /** In place of the bus's own. */
  readonly ackWaitMs?: number;
}

/** The name of the environment variable with the plan as JSON. */
export const PLAN = 'LATENTSWEEP_FAULT_PLAN';

export const plan: Plan = JSON.parse(env[PLAN] ?? '{}');
