import type { ParameterValue, Values } from '../parameter/parameter.ts';
import { type Seed, seedToHex } from '../random/stream.ts';
import { sha256Of } from '../sha256.ts';
import { type AnyConfig, baselineOf } from './config.ts';
import { ABSENT } from './parameters.ts';

const LATER = new Map(Object.entries(ABSENT).map(([name, value]) => [name, JSON.stringify(value)]));

/** 32 hex digits of SHA-256 over the canonical form. */
export function configHash(config: AnyConfig): string {
  return inOrder(canonicalForm(config));
}

/** Equal for configs that one training run serves: all but `epochs`. */
export function runHash(config: AnyConfig): string {
  const { epochs: _, ...run } = config as Values;
  return inOrder(canonicalForm(run));
}

export function baselineHash(config: AnyConfig): string {
  return configHash(baselineOf(config));
}

/** Equal only for trials whose results are equal bit by bit, in any sweep. `config`: its hash. */
export function resultKey(config: string, datasetFingerprint: string, seed: Seed, engine: string): string {
  return inOrder({ config, dataset: datasetFingerprint, engine, seed: seedToHex(seed) });
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

/** 32 hex digits of SHA-256 over values, in order of names. */
export function hashOf(values: Values): string {
  return inOrder(
    Object.fromEntries(
      Object.keys(values)
        .sort()
        .map((name) => [name, values[name]!]),
    ),
  );
}

/** Of values whose names are in order: they hold no objects, so that canonicalJson would but take longer. */
function inOrder(values: Values): string {
  return sha256Of(JSON.stringify(values)).slice(0, 32);
}
