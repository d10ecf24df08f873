/** How the description of a data set travels: apart from the jobs that name it, as a content. */

import { canonicalJson, type DatasetSpec } from '@latentsweep/core';
import { z } from 'zod';
import { sha256Of } from './content.ts';
import { parsed, reals, sha256, size } from './schema.ts';

const schema: z.ZodType<DatasetSpec> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('simulated'),
    train: size,
    validation: size,
    test: size,
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
  }),
]);

/**
 * Its canonical JSON and the SHA-256 (hex) of that, which is the fingerprint of the data set: a table is in it by the
 * SHA-256 of its content, so that equal data, split and scaled alike, have an equal one.
 */
export function packSpec(spec: DatasetSpec): { readonly sha256: string; readonly bytes: Uint8Array } {
  const bytes = Buffer.from(canonicalJson(spec));
  return { sha256: sha256Of(bytes), bytes };
}

/** Throws LatentsweepError `bad_message` for what this version does not know. */
export function readSpec(bytes: Uint8Array): DatasetSpec {
  // A copy: shared memory cannot be decoded.
  return parsed('description of a data set', schema, JSON.parse(Buffer.from(bytes).toString()));
}
