import type { Values } from '../parameter/parameter.ts';
import { type Seed, seedToHex } from '../random/stream.ts';
import { sha256Of } from '../sha256.ts';
import { baselineOf, type Config } from './config.ts';
import { ABSENT } from './parameters.ts';

const LATER = Object.entries(ABSENT).map(([name, value]) => [name, JSON.stringify(value)] as const);

/** 32 hex digits of SHA-256 over the canonical form. */
export function configHash(config: Config): string {
  return hash(canonicalForm(config));
}

/** Equal for configs that one training run serves: all but `epochs`. */
export function runHash(config: Config): string {
  const { epochs: _, ...run } = config;
  return hash(canonicalForm(run));
}

export function baselineHash(config: Config): string {
  return configHash(baselineOf(config));
}

/** Equal only for trials whose results are equal bit by bit, in any sweep. `config`: its hash. */
export function resultKey(config: string, datasetFingerprint: string, seed: Seed, engine: string): string {
  return hash({ config, dataset: datasetFingerprint, seed: seedToHex(seed), engine });
}

/** Without the parameters that came later and have the value by which trials behaved before. */
function canonicalForm(values: Values): Values {
  const asBefore = LATER.filter(([name, before]) => JSON.stringify(values[name]) === before);
  if (asBefore.length === 0) return values;
  const left = new Map(Object.entries(values));
  for (const [name] of asBefore) left.delete(name);
  return Object.fromEntries(left);
}

function hash(value: Values): string {
  const sorted = Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, value[key]]),
  );
  return sha256Of(JSON.stringify(sorted)).slice(0, 32);
}
