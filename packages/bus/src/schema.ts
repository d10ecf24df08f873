/** What messages are made of. */

import {
  type ConfigWay,
  type DatasetSpec,
  METRIC_NAME,
  MOST_METRICS,
  readConfig,
  type Summary,
} from '@latentsweep/core';
import { z } from 'zod';

/** A metric or a loss may be NaN or infinite (a trial that diverged), which z.number() refuses. */
export const real = z.custom<number>((value) => typeof value === 'number', 'expected a number');
export const reals = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'number'),
  'expected numbers',
);
export const id = z.int().nonnegative();
export const seed = z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hex digits');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

const plain = z.union([z.number(), z.string(), z.boolean()]);

/** Of a program of the user's own: it alone knows what they mean. How large they are together, the size of a job bounds. */
export const programConfig = z.record(z.string(), z.union([plain, z.array(plain)]));

/** Of what is trained here. */
export const trainedConfig = z
  .record(z.string(), z.union([z.number(), z.string(), z.boolean(), reals, z.array(z.string())]))
  .transform((values, context) => {
    try {
      return readConfig(values);
    } catch (error) {
      context.addIssue((error as Error).message.replace(/\.$/, ''));
      return z.NEVER;
    }
  });

const MOST_PROGRAM_NAME = 64;
const CONFIG_WAYS = ['flags', 'stdin', 'env', 'file'] as const satisfies readonly ConfigWay[];
const SUMMARIES = ['last', 'min', 'max', 'mean'] as const satisfies readonly Summary[];

export const datasetSpec: z.ZodType<DatasetSpec> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('simulated'),
    train: id,
    validation: id,
    test: id,
    coefficients: z.array(reals),
    intercepts: reals,
  }),
  z.object({
    kind: z.literal('table'),
    content: sha256,
    target: z.string(),
    positive: z.string().nullable(),
    categorical: z.array(z.string()),
    scale: z.enum(['quantile', 'minmax', 'none']),
    split: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
    balance: z.enum(['original', 'majority']),
    rule: z.literal(2).exactOptional(),
    group: z.string().exactOptional(),
    time: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('images'),
    content: sha256,
    positive: z.string().nullable(),
    split: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
    balance: z.enum(['original', 'majority']),
    parts: z.literal('source').exactOptional(),
    decoder: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('program'),
    name: z.string().min(1).max(MOST_PROGRAM_NAME),
    config: z.enum(CONFIG_WAYS).nullable(),
    metrics: z
      .array(z.object({ name: z.string().regex(METRIC_NAME), summary: z.enum(SUMMARIES) }))
      .min(1)
      .max(MOST_METRICS),
  }),
]);
