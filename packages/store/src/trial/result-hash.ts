import { createHash } from 'node:crypto';
import type { MeasureValue, TrialResult } from '@latentsweep/core';

/**
 * SHA-256 (hex) over all bits of a result by the names of what it holds: trials with the same config, data and seed
 * have the same, and a measure that is added later changes that of no result without it.
 */
export function hashResult(result: TrialResult): string {
  const hash = createHash('sha256').update(result.outcome);
  const held: Record<string, MeasureValue> =
    result.outcome === 'completed'
      ? { ...result.measures, ...result.curves }
      : { epoch: result.epoch, ...result.curves };
  for (const name of Object.keys(held).sort()) {
    const value = held[name]!;
    const numbers = typeof value === 'number' ? [value] : value;
    hash.update(`\n${name} ${numbers.length}\n`).update(Float64Array.from(numbers));
  }
  return hash.digest('hex');
}
