/** Messages are checked where they enter or leave a bus; beyond that edge they are trusted. */

import {
  type Curves,
  type FailedTrial,
  LatentsweepError,
  MEASURES,
  type Measured,
  readConfig,
  type TrialResult,
} from '@latentsweep/core';
import { z } from 'zod';
import {
  type Control,
  type Job,
  type LetGo,
  MESSAGE_VERSION,
  type Presence,
  type Progress,
  type ResultMessage,
} from './messages.ts';

/** A metric or a loss may be NaN or infinite (a trial that diverged), which z.number() refuses. */
const real = z.custom<number>((value) => typeof value === 'number', 'expected a number');
export const reals = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'number'),
  'expected numbers',
);
export const size = z.int().nonnegative();
const id = size;
const version = z.literal(MESSAGE_VERSION);
const seed = z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hex digits');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

const config = z
  .record(z.string(), z.union([z.number(), z.string(), z.boolean(), reals]))
  .transform((values, context) => {
    try {
      return readConfig(values);
    } catch (error) {
      context.addIssue(String(error));
      return z.NEVER;
    }
  });

/** It is part of a subject on NATS. */
const jobId = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected <sweep>.<trial>.<attempt>');

const job: z.ZodType<Job> = z.object({
  v: version,
  id: jobId,
  sweepId: id,
  engine: z.string(),
  requires: z.array(z.string().min(1)),
  dataset: sha256,
  config,
  replicate: id,
  seed,
  milestones: z.array(z.object({ trialId: id, epochs: id, attempt: id })).min(1),
});

/** Measures by name. A trial may lack some (its arm has no VAE); those that this program does not know are left out. */
const named = (ofCurves: boolean) =>
  z.object(
    Object.fromEntries(
      MEASURES.filter(({ shape }) => (shape === 'per epoch') === ofCurves).map(({ name, shape }) => [
        name,
        (shape === 'scalar' ? real : reals).exactOptional(),
      ]),
    ),
  );
const measures = named(false) as z.ZodType<Measured>;
const curves = named(true) as z.ZodType<Curves>;

const result: z.ZodType<TrialResult | FailedTrial> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('completed'), measures, curves }),
  z.object({ outcome: z.literal('diverged'), epoch: id, reason: z.string(), curves }),
  z.object({ outcome: z.literal('failed'), error: z.string() }),
]);

const resultMessage: z.ZodType<ResultMessage> = z.object({
  v: version,
  jobId: z.string(),
  sweepId: id,
  trialId: id,
  attempt: id,
  result,
  durationMs: z.number().nonnegative(),
  worker: z.string(),
});

const letGo: z.ZodType<LetGo> = z.enum(['paused', 'cancelled', 'ending']);

const work = { v: version, jobId: z.string(), sweepId: id, worker: z.string() };
const progress: z.ZodType<Progress> = z.discriminatedUnion('kind', [
  z.object({ ...work, kind: z.literal('started') }),
  z.object({ ...work, kind: z.literal('epoch'), epoch: id, of: id }),
  z.object({ ...work, kind: z.literal('released'), trialIds: z.array(id), reason: letGo }),
  z.object({ ...work, kind: z.literal('crashed'), trialIds: z.array(id), reason: z.string() }),
  z.object({ ...work, kind: z.literal('declined'), reason: z.string() }),
]);

const presence: z.ZodType<Presence> = z.object({
  v: version,
  worker: z.string(),
  host: z.string(),
  pid: id,
  version: z.string(),
  engine: z.string(),
  slots: id,
  capacity: id.optional(),
  labels: z.array(z.string()),
  state: z.enum(['working', 'draining', 'gone']),
  done: id,
  troubles: z.array(z.string()).optional(),
  trials: z.array(z.object({ sweepId: id, trialIds: z.array(id) })),
});

const control: z.ZodType<Control> = z.object({
  v: version,
  action: z.literal('let go'),
  why: letGo,
  sweepId: id,
});

/**
 * The message, checked and without unknown keys.
 * Throws LatentsweepError `unknown_message_version` or `bad_message`.
 */
export const checkJob = checker('job', job);
export const checkResult = checker('result', resultMessage);
export const checkProgress = checker('progress', progress);
export const checkPresence = checker('presence', presence);
export const checkControl = checker('control', control);

function checker<T>(name: string, schema: z.ZodType<T>): (message: unknown) => T {
  return (message) => {
    refuseUnknownVersion(name, message);
    return parsed(`${name} message`, schema, message);
  };
}

/** `what`: for people. Throws LatentsweepError `bad_message`. */
export function parsed<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new LatentsweepError(
    'bad_message',
    `A ${what} is malformed at '${issue!.path.join('.')}': ${issue!.message}.`,
    'Run the same version of latentsweep on every machine.',
  );
}

function refuseUnknownVersion(name: string, message: unknown): void {
  const { v, worker } = (message ?? {}) as { readonly v?: unknown; readonly worker?: unknown };
  if (v === MESSAGE_VERSION) return;
  const whose = typeof worker === 'string' ? ` of ${worker}` : '';
  throw new LatentsweepError(
    'unknown_message_version',
    `A ${name} message${whose} has version ${JSON.stringify(v) ?? 'none'}; this program reads version ${MESSAGE_VERSION}.`,
    'Run the same version of latentsweep on every machine.',
  );
}
