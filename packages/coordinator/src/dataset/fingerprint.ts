import { createHash } from 'node:crypto';
import type { DatasetSpec } from '@latentsweep/core';
import { canonicalJson } from '../plan/definition-hash.ts';

/** SHA-256 (hex) of what trials are trained on: equal data, split and scaled alike, have an equal one. */
export function fingerprintOf(spec: DatasetSpec): string {
  return createHash('sha256').update(canonicalJson(spec)).digest('hex');
}
