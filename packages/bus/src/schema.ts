/** What messages are made of. */

import {
  type ConfigWay,
  type Curves,
  type DatasetSpec,
  type FailedTrial,
  MEASURES,
  type Measured,
  readConfig,
  type Summary,
  type TrialResult,
} from '@latentsweep/core';
import { z } from 'zod';

/** A metric or a loss may be NaN or infinite (a trial that diverged), which z.number() refuses. */
const real = z.custom<number>((value) => typeof value === 'number', 'expected a number');
const reals = z.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'number'),
  'expected numbers',
);
export const id = z.int().nonnegative();
export const seed = z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hex digits');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

export const config = z
  .record(z.string(), z.union([z.number(), z.string(), z.boolean(), reals, z.array(z.string())]))
  .transform((values, context) => {
    try {
      return readConfig(values);
    } catch (error) {
      context.addIssue((error as Error).message.replace(/\.$/, ''));
      return z.NEVER;
    }
  });

/** Of programs and of what they report: so that nobody's messages grow without bound. */
const MOST_NAME = 64;
const MOST_METRICS = 100;
const metricName = z.string().min(1).max(MOST_NAME);

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
    name: z.string().min(1).max(MOST_NAME),
    config: z.enum(CONFIG_WAYS).nullable(),
    metrics: z
      .array(z.object({ name: metricName, summary: z.enum(SUMMARIES) }))
      .min(1)
      .max(MOST_METRICS),
  }),
]);

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

export const result: z.ZodType<TrialResult | FailedTrial> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('completed'), measures, curves }),
  z.object({ outcome: z.literal('diverged'), epoch: id, reason: z.string(), curves }),
  z.object({ outcome: z.literal('failed'), error: z.string() }),
]);
