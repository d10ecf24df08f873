import type { ParameterValue, Values } from '../parameter/parameter.ts';
import { type Seed, seedToHex } from '../random/stream.ts';
import { sha256Of } from '../sha256.ts';
import { baselineOf, type Config } from './config.ts';
import { ABSENT } from './parameters.ts';

const LATER = new Map(Object.entries(ABSENT).map(([name, value]) => [name, JSON.stringify(value)]));

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
  return hash({ config, dataset: datasetFingerprint, engine, seed: seedToHex(seed) });
}

/** In order of names, without the parameters that came later and have the value by which trials behaved before. */
function canonicalForm(values: Values): Values {
  const form: Record<string, ParameterValue> = {};
  for (const name of Object.keys(values).sort()) {
    const value = values[name]!;
    if (!LATER.has(name) || LATER.get(name) !== JSON.stringify(value)) form[name] = value;
  }
  return form;
}

/** Of values whose names are in order: they hold no objects, so that canonicalJson would but take longer. */
function hash(values: Values): string {
  return sha256Of(JSON.stringify(values)).slice(0, 32);
}
