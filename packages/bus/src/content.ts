import { createHash } from 'node:crypto';
import { LatentsweepError } from '@latentsweep/core';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Throws LatentsweepError `content_mismatch`. */
export function checkContent(sha256: string, bytes: Uint8Array): void {
  const actual = sha256Of(bytes);
  if (actual === sha256) return;
  throw new LatentsweepError(
    'content_mismatch',
    `The content announced as ${sha256} has SHA-256 ${actual}.`,
    'Read the data again: the file changed or was damaged on the way.',
  );
}
