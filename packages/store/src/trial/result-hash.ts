import { createHash } from 'node:crypto';
import type { MeasureValue, TrialResult } from '@latentsweep/core';

/**
 * SHA-256 (hex) over all bits of a result by the names of what it holds: trials with the same config, data and seed
 * have the same. `version` tells which names those were; hashes of two versions say nothing of each other.
 */
export function hashResult(result: TrialResult): { readonly hash: string; readonly version: string } {
  const held: Record<string, MeasureValue> =
    result.outcome === 'completed'
      ? { ...result.measures, ...result.curves }
      : { epoch: result.epoch, ...result.curves };
  const names = Object.keys(held).sort();
  const numbers: number[] = [];
  let lengths = '';
  for (const name of names) {
    const value = held[name]!;
    const before = numbers.length;
    if (typeof value === 'number') numbers.push(value);
    else for (const one of value) numbers.push(one);
    lengths += `\n${name} ${numbers.length - before}`;
  }
  const hash = createHash('sha256').update(result.outcome).update(lengths).update(Float64Array.from(numbers));
  return { hash: hash.digest('hex'), version: versionOf(names.join()) };
}

/** A cluster has few sets of names, and many results. */
const versions = new Map<string, string>();

function versionOf(names: string): string {
  const known = versions.get(names);
  if (known !== undefined) return known;
  const version = createHash('sha256').update(names).digest('hex').slice(0, 8);
  versions.set(names, version);
  return version;
}
