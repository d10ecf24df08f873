import { randomUUID } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, WORKING_MS } from '@latentsweep/bus';
import { formatEngineId, labelOf, type ProgramDeclaration } from '@latentsweep/core';
import type { ProgramRunner } from '@latentsweep/program';
import type { BatchRunner } from './batch-runner.ts';
import { ContentFolder } from './content-folder.ts';
import { openContents } from './contents.ts';
import type { WorkerContext } from './context.ts';
import { threadHeapMb } from './crash.ts';
import type { EngineInfo, EngineSpec } from './engine.ts';
import { type EngineSlots, engineOf, slotsBeside, slotsOf } from './engine-slots.ts';
import { ENGINES } from './engines.ts';
import type { WorkerEvent, WorkerStats } from './event.ts';
import { machineBytes } from './memory.ts';
import { capacityOf, tellPresence } from './presence.ts';
import { openProcess } from './process/training-process.ts';
import type { Declared } from './program/job.ts';
import { type Keeping, keepInFolder, keepOnBus } from './program/keeping.ts';
import { declaredPrograms, ownRunners, PROGRAMS, Programs } from './program/programs.ts';
import { ONE_IN } from './recheck/is-rechecked.ts';
import { letGoOf, part, settledWithin } from './settle.ts';
import { runSlot } from './slot.ts';
import type { Tally } from './tally.ts';
import { openThread } from './training-thread.ts';
import { firstWidth } from './width.ts';

export interface WorkerOptions {
  readonly bus: Bus;
  /** Threads, each training one job or one cohort at a time. */
  readonly slots: number;
  /** What its threads train with; the first of the registry by default. */
  readonly engine?: EngineSpec;
  /** A device on which it trains as well, beside its threads: see `slotsBeside`. */
  readonly beside?: EngineSpec;
  /** Threads more, where that device can't be had after all: none by default. */
  readonly insteadOfDevice?: number;
  /** It runs these programs, and has no threads that train. Jobs of programs require their labels: see `labelOf`. */
  readonly programs?: readonly ProgramDeclaration[];
  /** It runs these, by the names that sweeps have for them, in this process, and has no threads either. */
  readonly runners?: ReadonlyMap<string, ProgramRunner>;
  /**
   * Where artifacts and checkpoints of programs are kept, on a bus inside one process; one between machines keeps them
   * itself. None: they go, and the trial's log says so of artifacts.
   */
  readonly keptFolder?: string | undefined;
  /**
   * Jobs of one shape that a thread trains together, where its engine can do that. `auto` (default): as many as pay off,
   * by backend and, where that depends on the device, by trying.
   */
  readonly cohort?: number | 'auto';
  /** Shown with its trials; made up where it is not given. */
  readonly name?: string;
  /** Jobs that require others are left to other workers. */
  readonly labels?: readonly string[];
  /** Of latentsweep, for displays. */
  readonly version?: string;
  /** Keeps data sets here, for itself and other workers of this machine; none: in memory only. */
  readonly cacheDir?: string;
  /** Of what a device computes, one job in so many is computed again on a CPU: 1,000; 0 for none. */
  readonly recheckOneIn?: number;
  /** A thread that finishes no epoch for this long is ended, and its job counts as one that killed it: 10 minutes. */
  readonly stallMs?: number;
  readonly onEvent?: (event: WorkerEvent) => void;
}

export interface Worker {
  readonly name: string;
  /** `name@version` of the engine that its threads run. */
  readonly engine: string;
  /** Jobs that it trains at once when there are enough, as far as is known by now. */
  capacity(): number;
  stats(): WorkerStats;
  /**
   * Pulls no more jobs and gives back those not begun. Jobs under way that end within `graceMs` (default 1,000) at
   * their pace come to their end; the others stop after their current epoch. Threads that are not done by then are
   * ended. What is unfinished goes back to the bus. Resolves within some three seconds more, also without a bus.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

const THREAD = new URL('./thread/thread.ts', import.meta.url);
const PROCESS = new URL('./process/process.ts', import.meta.url);

const GRACE_MS = 1000;
const PROGRESS_MS = 250;
const STALL_MS = 600_000;
/** For what is left to settle once the threads are gone. */
const SETTLE_MS = 2000;

/** Starts threads, or makes ready for programs, and takes jobs until stopped. Throws what the engine throws when it cannot be created. */
export function startWorker(options: WorkerOptions): Promise<Worker> {
  const { programs, runners } = options;
  if (runners) return startPrograms(ownRunners(runners), options);
  return programs ? startChildren(programs, options) : startEngine(options);
}

function startEngine(options: WorkerOptions): Promise<Worker> {
  const kind = ENGINES.find(({ name }) => name === options.engine?.kind);
  return kind?.variants.some(({ traits }) => traits.ownProcess)
    ? startRunners((heapMb) => openProcess(PROCESS, heapMb), options)
    : startThreads(THREAD, options);
}

/** `script`: what the threads run, with the handler of `serveJobs` as its default export. */
export const startThreads = (script: URL, options: WorkerOptions, heapMb?: number): Promise<Worker> =>
  startRunners((usual) => openThread(script, heapMb ?? usual), options);

/** `open`, `openDevice`: given a bound on its JavaScript heap. */
export async function startRunners(
  open: (heapMb: number) => BatchRunner,
  options: WorkerOptions,
  openDevice = (heapMb: number): BatchRunner => openProcess(PROCESS, heapMb),
): Promise<Worker> {
  const { beside, engine = { kind: ENGINES[0]!.name }, cohort = 'auto', recheckOneIn = ONE_IN } = options;
  const heapMb = threadHeapMb(machineBytes(), options.slots);
  const wish = {
    ...{ cohort, recheckOneIn, tell: options.onEvent ?? (() => {}) },
    ...{ deviceFolder: (beside ?? engine).deviceFolder, openCpu: () => openThread(THREAD, heapMb) },
  };
  const runners = Array.from({ length: options.slots }, () => open(heapMb));
  const own = await slotsOf(runners, engine, wish);
  if (!beside) return startSlots(own, options);
  // Not waited for: a self-test takes seconds, and a driver may hang.
  const device = openDevice(heapMb);
  const instead = () => {
    const more = Array.from({ length: options.insteadOfDevice ?? 0 }, () => open(heapMb));
    return { info: own.info, slots: more.map((runner) => ({ ...own.slots[0]!, runner })) };
  };
  const opened = slotsBeside(own, device, beside, wish);
  return startSlots(own, options, { runner: device, opened, instead });
}

async function startChildren(
  programs: readonly ProgramDeclaration[],
  options: WorkerOptions,
): Promise<Worker> {
  const ending = new AbortController();
  const keeping = keepingOf(options, ending.signal);
  const worker = await startPrograms(declaredPrograms(programs, { scratch: tmpdir(), keeping }), options);
  return {
    ...worker,
    async stop(how) {
      const { graceMs = GRACE_MS } = how ?? {};
      const deadline = setTimeout(() => ending.abort(), graceMs);
      await worker.stop(how);
      clearTimeout(deadline);
    },
  };
}

function startPrograms(declared: ReadonlyMap<string, Declared>, options: WorkerOptions): Promise<Worker> {
  const programs = new Programs(declared);
  const width = firstWidth(PROGRAMS.traits, 1);
  const engine = { kind: PROGRAMS.id.kind };
  const slots = Array.from({ length: options.slots }, () => ({
    ...{ runner: programs.slot(), engine, width, from: 1 },
  }));
  // How long one may take, its declaration says.
  return startSlots({ info: PROGRAMS, slots }, { ...options, stallMs: Infinity });
}

/**
 * What an engine is on this machine that has to be opened in a process of its own: in one that is gone afterwards. Throws what
 * it throws when it can't be opened.
 */
export async function askEngine(spec: EngineSpec): Promise<EngineInfo> {
  const runner = openProcess(PROCESS, threadHeapMb(machineBytes(), 1));
  const info = await engineOf([runner], spec);
  await runner.end();
  return info;
}

function keepingOf({ bus, keptFolder }: WorkerOptions, ending: AbortSignal): Keeping | null {
  if (bus.lasting) return keepOnBus(bus.files, ending);
  return keptFolder === undefined ? null : keepInFolder(keptFolder);
}

/** Slots that come later, or never. */
interface Coming {
  readonly runner: BatchRunner;
  readonly opened: ReturnType<typeof slotsBeside>;
  /** Those that come in their place where there are none. */
  instead(): EngineSlots;
}

async function startSlots(
  { info, slots }: EngineSlots,
  options: WorkerOptions,
  coming?: Coming,
): Promise<Worker> {
  const { bus, name = `${hostname()}-${randomUUID().slice(0, 8)}` } = options;
  const engineId = formatEngineId(info.id);
  const runners = slots.map(({ runner }) => runner);
  if (coming) runners.push(coming.runner);

  const stopping = new AbortController();
  const tell = options.onEvent ?? (() => {});
  const folder = options.cacheDir === undefined ? null : new ContentFolder(options.cacheDir);
  const now: Tally = {
    ...{ state: 'working', busy: 0, slots: [] },
    ...{ unsent: 0, done: 0, pulledAt: null },
  };
  const context: WorkerContext = {
    ...{ bus, engineId, name, now, tell },
    labels: options.labels ?? [],
    among: options.programs?.map(({ name: program }) => labelOf(program)) ?? null,
    held: new Set(),
    contents: openContents(bus, folder, (reason) => tell({ kind: 'cache_failed', reason })),
    stopping: stopping.signal,
    stallMs: options.stallMs ?? STALL_MS,
  };
  const running: Promise<void>[] = [];
  const run = (opened: EngineSlots) => {
    const device = deviceOf(opened.info);
    const begun = opened.slots.map((slot) => ({ slot, tally: { width: slot.width.now, device } }));
    now.slots.push(...begun.map(({ tally }) => tally));
    running.push(...begun.map(({ slot, tally }) => runSlot(context, slot, tally)));
  };
  run({ info, slots });
  const presence = tellPresence(context, options.version ?? '');
  const stopTimers = keepInTouch(context);
  void coming?.opened.then((opened) => {
    if (stopping.signal.aborted) return;
    const isMissing = 'missing' in opened;
    if (isMissing) tell({ kind: 'device', device: null, reason: opened.missing });
    else {
      const { note } = opened.info;
      tell({ kind: 'device', device: deviceOf(opened.info), reason: null, ...(note && { note }) });
    }
    const more = isMissing ? coming.instead() : opened;
    runners.push(...more.slots.map(({ runner }) => runner));
    run(more);
    presence.say();
  });

  const stop = async (graceMs: number) => {
    const deadline = performance.now() + graceMs;
    stopping.abort();
    presence.state('draining');
    for (const job of context.held) {
      if (!job.endsWithin(graceMs, performance.now(), PROGRESS_MS)) part(context, job, 'stopping');
    }
    await Promise.race([Promise.all(running), sleep(graceMs, null, { ref: false })]);
    // Jobs that are ended now fail with what ran them and go back to the bus.
    await endAll(runners);
    await Promise.race([Promise.all(running), sleep(SETTLE_MS / 2, null, { ref: false })]);
    // Results that a bus which is away may still take in time.
    await settledWithin(context, Math.max(0, deadline - performance.now()) + SETTLE_MS / 2);
    stopTimers();
    presence.state('gone');
    presence.end();
  };
  let stopped: Promise<void> | null = null;
  return {
    name,
    engine: engineId,
    capacity: () => capacityOf(context),
    stats: () => statsOf(context),
    stop({ graceMs = GRACE_MS } = {}) {
      stopped ??= stop(graceMs);
      return stopped;
    },
  };
}

/** The name of the device that an engine runs on; null: a CPU. */
const deviceOf = ({ computedBy, traits }: EngineInfo): string | null =>
  computedBy?.device ?? (traits.ownProcess ? traits.device : null);

async function endAll(runners: readonly BatchRunner[]): Promise<void> {
  await Promise.all(runners.map((runner) => runner.end()));
}

/** Keeps the bus from giving held jobs to others, tells how far they are, and lets go of them when asked to. */
function keepInTouch(context: WorkerContext): () => void {
  const { bus, held } = context;
  const timers = [
    setInterval(() => {
      for (const job of held) job.working().catch(() => {});
    }, WORKING_MS.job),
    setInterval(() => {
      for (const job of held) {
        if (job.hasStopped) letGoOf(context, job, job.finish());
        job.sayEpoch(performance.now());
      }
    }, PROGRESS_MS),
  ];
  const stopListening = bus.onControl(({ sweepId, why }) => {
    for (const job of held) {
      if (job.job.sweepId === sweepId) part(context, job, why);
    }
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
    stopListening();
  };
}

function statsOf({ bus, held, now }: WorkerContext): WorkerStats {
  const slots = now.slots.length;
  const { state, busy, unsent, done, pulledAt } = now;
  const lastPullMs = pulledAt === null ? null : performance.now() - pulledAt;
  const { connected, troubles } = bus;
  const troubled = troubles.length > 0;
  return { state, connected, troubled, slots, busy, held: held.size, unsent, done, lastPullMs };
}
