import { availableParallelism } from 'node:os';
import { type Bus, createMemoryBus } from '@latentsweep/bus';
import { type EngineTraits, labelOf, type ProgramDeclaration } from '@latentsweep/core';
import type { ProgramRunner } from '@latentsweep/program';
import { type EngineSpec, startWorker, type Worker, type WorkerEvent } from '@latentsweep/worker';
import { workerText } from '../work/worker-text.ts';

/** The workers of one machine and the bus between them and the coordinator. */
export interface Team {
  readonly bus: Bus;
  readonly worker: Worker;
  stop(): Promise<void>;
}

/** How many trials are trained as one, where an engine can. */
export type Cohort = number | 'auto';

export interface TeamOptions {
  readonly slots: number;
  readonly engine: EngineSpec;
  /** A device to train on beside them. */
  readonly beside?: EngineSpec;
  /** Threads more, where that can't be had after all. */
  readonly insteadOfDevice?: number;
  /** It runs these, and trains nothing. */
  readonly programs?: readonly ProgramDeclaration[];
  /** Or these, in this process, by the names that sweeps have for them. */
  readonly runners?: ReadonlyMap<string, ProgramRunner>;
  /** For what their trials leave. */
  readonly keptFolder?: string | undefined;
  readonly cohort: Cohort;
  /** Of what a device computes, one job in so many is computed again on a CPU. */
  readonly recheckOneIn?: number;
  readonly labels: readonly string[];
  /** Of this program. */
  readonly version: string;
}

/** The same for these programs alone, if there are any. */
export function runningThese<Team extends Pick<TeamOptions, 'labels'>>(
  team: Team,
  programs: readonly ProgramDeclaration[],
): Team & Pick<TeamOptions, 'programs'> {
  if (programs.length === 0) return team;
  return { ...team, programs, labels: [...team.labels, ...programs.map(({ name }) => labelOf(name))] };
}

/** What a trial under way gets to stop cleanly before its thread is ended; it runs again later. */
export const GRACE_MS = 500;

/** `note`: told in a sentence what its user should hear at once. */
export async function startTeam(
  options: TeamOptions,
  note: (text: string) => void = () => {},
): Promise<Team> {
  const bus = createMemoryBus();
  const worker = await startWorker({ bus, onEvent: noteOfDevice(note), ...options });
  return {
    bus,
    worker,
    async stop() {
      await worker.stop({ graceMs: GRACE_MS });
      await bus.close();
    },
  };
}

/** What whoever sits before the machine hears of a device: that it trains, and that it does no more. */
export const noteOfDevice =
  (note: (text: string) => void) =>
  (event: WorkerEvent): void => {
    const isThere = event.kind === 'device' && event.device !== null;
    if (isThere || event.kind === 'device_differs' || event.kind === 'device_given_up')
      note(workerText(event).text);
  };

/** Threads for an engine and its device, `wanted` where their number is said: a core is left for what a device asks of the host. */
export function threadsOf(
  {
    traits,
    beside,
  }: { readonly traits: Pick<EngineTraits, 'takesTheMachine'>; readonly beside: EngineSpec | null },
  wanted?: number,
): Pick<TeamOptions, 'slots' | 'beside' | 'insteadOfDevice'> {
  const cores = wanted ?? defaultSlots(traits);
  if (!beside) return { slots: cores };
  const slots = wanted ?? Math.max(1, cores - 1);
  return { slots, beside, insteadOfDevice: cores - slots };
}

/** Threads that use the machine well: a core each, and one where an engine takes all cores or the GPU by itself. */
export function defaultSlots({ takesTheMachine }: Pick<EngineTraits, 'takesTheMachine'>): number {
  return takesTheMachine ? 1 : availableParallelism();
}
