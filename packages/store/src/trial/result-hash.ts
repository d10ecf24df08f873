import { createHash } from 'node:crypto';
import type { MeasureValue, TrialResult } from '@latentsweep/core';

/**
 * SHA-256 (hex) over all bits of a result by the names of what it holds: trials with the same config, data and seed
 * have the same. `version` tells which names those were; hashes of two versions say nothing of each other.
 */
export function hashResult(result: TrialResult): { readonly hash: string; readonly version: string } {
  const measures = result.outcome === 'completed' ? result.measures : { epoch: result.epoch };
  const held = new Map<string, MeasureValue>(Object.entries(measures));
  // A program may give a measure and a curve one name.
  for (const [name, curve] of Object.entries(result.curves)) {
    held.set(Object.hasOwn(measures, name) ? `${name}[]` : name, curve);
  }
  const names = [...held.keys()].sort();
  const numbers: number[] = [];
  let lengths = '';
  for (const name of names) {
    const value = held.get(name)!;
    const before = numbers.length;
    if (typeof value === 'number') numbers.push(value);
    else for (const one of value) numbers.push(one);
    lengths += `\n${name} ${numbers.length - before}`;
  }
  const hash = createHash('sha256').update(result.outcome).update(lengths).update(Float64Array.from(numbers));
  return { hash: hash.digest('hex'), version: versionOf(names.join()) };
}

/** A cluster has few sets of names, and many results; but programs may make names up. */
const versions = new Map<string, string>();
const MOST_VERSIONS = 1000;

function versionOf(names: string): string {
  const known = versions.get(names);
  if (known !== undefined) return known;
  const version = createHash('sha256').update(names).digest('hex').slice(0, 8);
  if (versions.size < MOST_VERSIONS) versions.set(names, version);
  return version;
}
