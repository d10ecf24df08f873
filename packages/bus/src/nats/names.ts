/** The names of everything on NATS. Names from users are escaped, so that they are one token and nothing else. */

import { LatentsweepError } from '@latentsweep/core';
import type { Offer } from '../port.ts';

/** Jobs that any worker may run. Other pools begin with `+`. */
export const ANY_POOL = 'any';
/** The longest name of a consumer is 255 characters; the rest is for its generation. */
const LONGEST_POOL = 200;

export type Names = ReturnType<typeof namesFor>;

export function namesFor(prefix: string) {
  const contentsBucket = `${prefix}-contents`;
  const ofWorker = (kind: string) => (worker: string) => `${prefix}.${kind}.${tokens(worker)}`;
  return {
    streams: {
      jobs: `${prefix}-jobs`,
      results: `${prefix}-results`,
      contents: `OBJ_${contentsBucket}`,
      artifacts: `${prefix}-artifacts`,
      checkpoints: `${prefix}-checkpoints`,
    },
    contentsBucket,
    control: `${prefix}.control`,
    all: {
      jobs: `${prefix}.jobs.>`,
      results: `${prefix}.results.>`,
      progress: `${prefix}.progress.>`,
      presence: `${prefix}.presence.>`,
      missing: `${prefix}.missing.>`,
      artifacts: `${prefix}.artifacts.>`,
      checkpoints: `${prefix}.checkpoints.>`,
    },
    files: fileNames(prefix),
    /** `id` is `<sweep>.<trial>.<attempt>`. */
    job: (pool: string, id: string) => `${prefix}.jobs.${pool}.${id}`,
    pool: (pool: string) => `${prefix}.jobs.${pool}.>`,
    /** All jobs of a sweep, in every pool. */
    sweep: (sweepId: number) => `${prefix}.jobs.*.${sweepId}.>`,
    results: ofWorker('results'),
    progress: ofWorker('progress'),
    presence: ofWorker('presence'),
    /** Contents that a worker needs and did not get. */
    missing: ofWorker('missing'),
    inbox: (role: string, name: string) => `_INBOX.${prefix}.${role}.${tokens(name)}`,
  } as const;
}

type Part = number | string;

/**
 * Files that trials left, in chunks. A worker's name, as tokens, ends each subject, so that it can be held to its own; what
 * is asked of all workers ends with `>` instead.
 */
function fileNames(prefix: string) {
  const artifacts = `${prefix}.artifacts`;
  const checkpoints = `${prefix}.checkpoints`;
  return {
    artifact: (sweep: Part, trial: Part, sha256: string, chunk: Part, worker: string) =>
      `${artifacts}.${sweep}.${trial}.${sha256}.${chunk}.${worker}`,
    /** That the sweep has some. */
    mark: (sweep: Part, worker: string) => `${artifacts}.${sweep}.mark.${worker}`,
    /** Of a checkpoint in one of a worker's two places. */
    chunk: (sweep: Part, trial: Part, place: string, chunk: Part, worker: string) =>
      `${checkpoints}.${sweep}.${trial}.${place}.${chunk}.${worker}`,
    /** Which place it is, and which files are in it. */
    index: (sweep: Part, trial: Part, worker: string) => `${checkpoints}.${sweep}.${trial}.index.${worker}`,
    allMarks: `${artifacts}.*.mark.>`,
    allIndexes: `${checkpoints}.*.*.index.>`,
    indexes: (sweep: number, trial: number) => `${checkpoints}.${sweep}.${trial}.index.>`,
    artifactsOf: (sweep: number, trial?: number) =>
      trial === undefined ? `${artifacts}.${sweep}.>` : `${artifacts}.${sweep}.${trial}.>`,
    checkpointOf: (sweep: number, trial: number) => `${checkpoints}.${sweep}.${trial}.>`,
    /** The sweep and the trial that a subject names, which stand after the prefix and the kind. */
    ofSubject(subject: string) {
      const [, , sweepId, trialId] = subject.split('.');
      return { sweepId: Number(sweepId), trialId: Number(trialId) };
    },
    workerOfIndex: (subject: string) => subject.split('.').slice(5).join('.'),
  } as const;
}

/** `group/name` is two tokens, so that one key may be for all workers of a group. */
export const tokens = (name: string): string => name.split('/').map(token).join('.');

/** The sender that a subject of a worker's names, as tokens: what follows the prefix, which has no dots, and the kind. */
export const senderOf = (subject: string): string => subject.split('.').slice(2).join('.');

/** One token of a subject; different texts have different tokens. */
export function token(text: string): string {
  if (text === '') return '=';
  return text.replaceAll(/[^A-Za-z0-9_-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** Jobs that require the same labels. Throws LatentsweepError `too_many_labels`. */
export function poolOf(requires: readonly string[]): string {
  if (requires.length === 0) return ANY_POOL;
  const pool = [...new Set(requires)]
    .sort()
    .map((label) => `+${token(label)}`)
    .join('');
  if (pool.length <= LONGEST_POOL) return pool;
  throw new LatentsweepError(
    'too_many_labels',
    `A job requires labels of ${pool.length} characters in all; ${LONGEST_POOL} is the most.`,
    'Require fewer or shorter labels.',
  );
}

/** Whether a worker that offers this may run the jobs of a pool. */
export function mayPull(pool: string, { labels = [], among }: Omit<Offer, 'held'>): boolean {
  const required = pool === ANY_POOL ? [] : pool.slice(1).split('+');
  const offered = new Set(labels.map(token));
  if (!required.every((label) => offered.has(label))) return false;
  return among === undefined || among.some((label) => required.includes(token(label)));
}

/**
 * A consumer carries the generation of its stream, the time at which that was made. An acknowledgement of a message of
 * a stream that is gone then reaches no consumer; it would take away another message, as a new stream counts from 1.
 */
export const consumerName = (pool: string, created: string): string =>
  `${pool}_${created.replaceAll(/\D/g, '')}`;
export const poolOfConsumer = (name: string): string => name.slice(0, name.lastIndexOf('_'));
