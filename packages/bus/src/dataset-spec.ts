/** How the description of a data set travels: apart from the jobs that name it, as a content. */

import { canonicalJson, type DatasetSpec } from '@latentsweep/core';
import { checked } from './check.ts';
import { sha256Of } from './content.ts';
import { datasetSpec } from './schema.ts';

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
  return checked('description of a data set', datasetSpec, JSON.parse(Buffer.from(bytes).toString()));
}
