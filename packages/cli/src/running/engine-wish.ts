import type { SweepDefinition } from '@latentsweep/coordinator';
import { backendOf, InputError } from '@latentsweep/core';
import { BACKENDS, type EngineSpec, tfjsEngineId } from '@latentsweep/worker';

export const ENGINES = ['auto', 'simd', 'tfjs', 'reference'] as const;
export type EngineName = (typeof ENGINES)[number];

export const BACKEND_CHOICES = ['auto', ...BACKENDS] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

/** What the command line asks for. */
export interface EngineWish {
  readonly engine?: EngineName;
  readonly backend?: BackendChoice;
}

/** The engine that is asked for, `file` where the command line says nothing: a backend means TF.js. Throws InputError `bad_option`. */
export function wantedEngine({ engine, backend }: EngineWish, file: EngineName): EngineName {
  if (backend === undefined) return engine ?? file;
  if (engine === undefined || engine === 'auto' || engine === 'tfjs') return 'tfjs';
  throw new InputError(
    'bad_option',
    `--backend ${backend} is one of the engine tfjs, not of ${engine}.`,
    `Leave out --engine ${engine}, or --backend ${backend}.`,
  );
}

/** Units of a layer from which libtensorflow does a whole sweep faster than the SIMD kernels: docs/engines.md. */
export const WIDE = 768;

/** Whether a sweep has a layer that is wide enough for libtensorflow to be worth its while. */
export function hasWideLayers({ parameters }: Pick<SweepDefinition, 'parameters'>): boolean {
  return parameters.some(
    ({ name, distribution }) =>
      (name === 'hidden_sizes' || name === 'classifier_hidden_sizes') &&
      (distribution.kind === 'constant' || distribution.kind === 'categorical') &&
      (distribution.kind === 'constant' ? [distribution.value] : distribution.values)
        .flat()
        .some((units) => Number(units) >= WIDE),
  );
}

/** The engine with the id `name@version`; of other versions than ours, the one that took its place. */
export function engineSpecOf(id: string, nativeFolder?: string): EngineSpec {
  const backend = BACKENDS.find((name) => name === backendOf(id));
  if (backend !== undefined) return { kind: 'tfjs', backend, nativeFolder };
  return { kind: id.startsWith('reference@') ? 'reference' : 'simd' };
}

/**
 * The engine that a sweep for a cluster gets where none is named down to its backend, by the engines of the workers
 * that are there: the best of TF.js, and that under `auto` only where no worker has the SIMD engine. Null: they decide
 * nothing.
 */
export function engineOfWorkers(wanted: EngineName, engines: readonly string[]): string | null {
  if (wanted !== 'tfjs' && wanted !== 'auto') return null;
  if (wanted === 'auto' && engines.some((engine) => engine.startsWith('simd@'))) return null;
  return BACKENDS.map(tfjsEngineId).find((id) => engines.includes(id)) ?? null;
}
