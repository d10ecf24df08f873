/**
 * What travels. Every message carries `v`; a reader refuses a version it does not know.
 *
 * A job's life. Its trials are rows, and the rows are the truth: whatever is lost below, they are sent out again.
 *
 *   state          who moves it there, how                       next, and by what
 *   made           coordinator: rows claimed, one more attempt   on its way: `publishJob`, once the bus has room
 *   on its way     the bus keeps it                              held: `pullJobs`; given back: recalled from the bus
 *   held           worker: it waits for a thread                 at work: `started`; on its way: `nak`, `declined`
 *   at work        a thread of the worker: `epoch`               ended; asked to stop; given back: `crashed`
 *   asked to stop  coordinator: `let go`, or the worker ends     ended; given back: `released`; on its way: `nak`
 *   ended          worker: a result a trial, then `ack`          rows written, and only then the results' `ack`
 *   given back     worker, or bus: it has the job no more        rows queued; a crash is charged to its trials
 *   lost           nobody: no word of it for a lease             rows queued, the job retracted by its id
 *
 * Whose death it survives. Made: nobody's. On its way: the worker's always, the coordinator's on a lasting bus, the bus's
 * never (`onQueueLost`, or a lease that runs out). Held, at work, asked to stop: the coordinator's and the bus's (the
 * worker has it), not the worker's; the bus delivers it again after its wait, unless it was retracted. Ended: that of all
 * once the rows are written, the worker's once the bus took the results. Coordinator and worker have each a part of this
 * in their hands: `InFlight` there, `HeldJob` and the thread's `Board` here.
 */

import { type AnyConfig, type FailedTrial, runsPrograms, type TrialResult } from '@latentsweep/core';
import { z } from 'zod';
import { programOutcome, trainedOutcome } from './outcome.ts';
import { id, programConfig, seed, sha256, trainedConfig } from './schema.ts';

/**
 * 1 had tables without the rule by which they are split, 2 jobs with it; 3 has results by the names of measures, says why
 * jobs are to be let go of, and has jobs that name their data set; 4 has jobs of programs, and their results.
 */
export const MESSAGE_VERSION = 4;

/** Characters of a trial's log: a result has to fit into a message. */
const MOST_LOG = 40_000;
/** Characters of what a trial ran in, as JSON. */
const MOST_RAN = 16 * 1024;

/** What a trial ran in, as texts by name: of a program also the versions of packages; else what computed it, if not the job's engine itself. */
const ran = z
  .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
  .refine((it) => JSON.stringify(it).length <= MOST_RAN, `expected at most ${MOST_RAN} characters of JSON`);

const MOST_ARTIFACTS = 100;
const artifact = z.object({ name: z.string().max(200), sha256, bytes: z.int().nonnegative() });

const versioned = z.object({ v: z.literal(MESSAGE_VERSION) });
const trialIds = z.array(id);

/** What it holds is read by another schema, which depends on the rest of the message. */
function held<Message, const Key extends keyof Message, Value>(
  key: Key,
  schemaOf: (message: Message) => z.ZodType<Value>,
) {
  return (message: Message, context: z.RefinementCtx): Omit<Message, Key> & Record<Key, Value> => {
    const { data, error } = schemaOf(message).safeParse(message[key]);
    for (const { message: what, path } of error?.issues ?? [])
      context.addIssue({ code: 'custom', message: what, path: [key as string, ...path] });
    return { ...message, [key]: data as Value };
  };
}

/** Trials that share one run: one config but for `epochs`, one replicate. */
export const jobSchema = versioned
  .extend({
    /** The trial of the last milestone, which is open as long as the job is. It is part of a subject on NATS. */
    id: z.string().regex(/^\d+\.\d+\.\d+$/, 'expected <sweep>.<last trial>.<attempt>'),
    sweepId: id,
    /** `name@version` of the engine that must run it. */
    engine: z.string(),
    /** Labels that the worker must have, sorted; none: any worker. */
    requires: z.array(z.string().min(1)),
    /** The fingerprint of its data set, whose description is on the bus under it: see `packSpec`. */
    dataset: sha256,
    config: z.unknown(),
    replicate: id,
    seed,
    /** By rising `epochs`: the trial that ends there. */
    milestones: z.array(z.object({ trialId: id, epochs: id, attempt: id })).min(1),
    /** Of a program: the step at which it is cut, and waits. Absent: it runs to its end. */
    until: z.int().positive().exactOptional(),
  })
  .transform(
    held(
      'config',
      ({ engine }) => (runsPrograms(engine) ? programConfig : trainedConfig) as z.ZodType<AnyConfig>,
    ),
  );

/** A job of some worker's. */
const work = versioned.extend({ jobId: z.string(), sweepId: id, worker: z.string() });

/** The end of one trial. */
export const resultSchema = work
  .extend({
    trialId: id,
    attempt: id,
    /** Of a program of the user's own: its measures are none of ours. */
    program: z.literal(true).exactOptional(),
    result: z.unknown(),
    /** Of a program: it reached the step `until` of its job, and was cut there. */
    cut: z.literal(true).exactOptional(),
    /** Time the trial took, from its run's start. */
    durationMs: z.number().nonnegative(),
    /** What a program said beside its reports: the beginning and the end. */
    log: z.string().max(MOST_LOG).exactOptional(),
    ran: ran.exactOptional(),
    /** Files that a program left, and that are kept where it ran. */
    artifacts: z.array(artifact).max(MOST_ARTIFACTS).exactOptional(),
  })
  .transform(
    held(
      'result',
      ({ program }): z.ZodType<TrialResult | FailedTrial> => (program ? programOutcome : trainedOutcome),
    ),
  );

/** Why a sweep's jobs are to be let go of. `ending`: it failed, or its coordinator stops and leaves none behind. */
const letGo = z.enum(['paused', 'cancelled', 'ending']);

/** What workers say while they work: for displays and leases, never for results. */
export const progressSchema = z.discriminatedUnion('kind', [
  work.extend({ kind: z.literal('started') }),
  work.extend({ kind: z.literal('epoch'), epoch: id, of: id }),
  /** The job ended without all its results, which will not come: the coordinator had asked for it. (What a worker that
   * stops could not finish goes back to the bus, which delivers it again.) */
  work.extend({ kind: z.literal('released'), trialIds, reason: letGo }),
  /** The thread that was at the job died with it: the worker has let go of it. */
  work.extend({ kind: z.literal('crashed'), trialIds, reason: z.string() }),
  /** The worker cannot run the job and gave it back for another worker. */
  work.extend({ kind: z.literal('declined'), reason: z.string() }),
]);

/** A worker: that it lives, what it offers, and the trials that it holds. */
export const presenceSchema = versioned.extend({
  worker: z.string(),
  host: z.string(),
  pid: id,
  /** Of latentsweep. */
  version: z.string(),
  /** `name@version` */
  engine: z.string(),
  /** The GPU or other device that it trains on, by its name; absent: CPUs alone. */
  device: z.string().optional(),
  slots: id,
  /** Jobs that it trains at once when there are enough; one a slot where it does not say. */
  capacity: id.optional(),
  labels: z.array(z.string()),
  /** `draining`: takes no more jobs. `gone`: its last message. */
  state: z.enum(['working', 'draining', 'gone']),
  /** Trials ended since it began. */
  done: id,
  /** Why the bus does not take its results; none while it does. */
  troubles: z.array(z.string()).optional(),
  /** Trials of the jobs that it has pulled and not settled. */
  trials: z.array(z.object({ sweepId: id, trialIds })),
});

/** From the coordinator to all workers. */
export const controlSchema = versioned.extend({ action: z.literal('let go'), why: letGo, sweepId: id });

/** As all who get one have it: to be read. */
type Read<T> = { readonly [Key in keyof T]: Read<T[Key]> };
export type Job = Read<z.infer<typeof jobSchema>>;
export type ResultMessage = Read<z.infer<typeof resultSchema>>;
export type Progress = Read<z.infer<typeof progressSchema>>;
export type Presence = Read<z.infer<typeof presenceSchema>>;
export type LetGo = z.infer<typeof letGo>;
export type Control = Read<z.infer<typeof controlSchema>>;
