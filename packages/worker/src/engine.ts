import { createReferenceEngine, type Engine } from '@latentsweep/core';
import type { BackendName, MissingBackend, TfjsEngine } from '@latentsweep/engine-tfjs';
import { tfjsVersion } from '@latentsweep/engine-tfjs/names';

/** Which engine trains, as data that can go to threads. */
export type EngineSpec = { readonly kind: 'simd' } | { readonly kind: 'reference' } | TfjsSpec;

export interface TfjsSpec {
  readonly kind: 'tfjs';
  /** `auto`: the best that works here. */
  readonly backend: BackendName | 'auto';
  /** A folder in whose node_modules libtensorflow's packages may lie. */
  readonly nativeFolder?: string | undefined;
}

/**
 * Opens an engine in this thread. Only the one that is asked for is loaded: some bring much more than others.
 * Throws InputError `backend_missing`, LatentsweepError `kernels_missing`.
 */
export function openEngine(spec: TfjsSpec): Promise<TfjsEngine>;
export function openEngine(spec: EngineSpec): Promise<Engine>;
export async function openEngine(spec: EngineSpec): Promise<Engine> {
  switch (spec.kind) {
    case 'simd': {
      const { createSimdEngine } = await import('@latentsweep/engine-simd');
      return createSimdEngine();
    }
    case 'tfjs': {
      const { createTfjsEngine } = await import('@latentsweep/engine-tfjs');
      return createTfjsEngine(spec);
    }
    case 'reference':
      return createReferenceEngine();
    default:
      throw new Error(`No engine is ${JSON.stringify(spec satisfies never)}.`);
  }
}

/** `name@version`: equal only for engines whose results are equal bit by bit. */
export const engineId = ({ name, version }: Pick<Engine, 'name' | 'version'>): string => `${name}@${version}`;

/** The id of the TF.js engine with a backend, which need not be here. */
export const tfjsEngineId = (backend: BackendName): string =>
  engineId({ name: 'tfjs', version: tfjsVersion(backend) });

/** What a thread says of its engine. */
export interface EngineInfo {
  readonly id: string;
  /** The most jobs that it can train together. */
  readonly maxCohort: number;
  /** Of TF.js; null for other engines. */
  readonly backend: BackendName | null;
  /** What it runs on, in words, where the engine knows. */
  readonly device: string | null;
  /** Better backends that cannot be used here, and why; where the choice was left to the engine. */
  readonly passedOver: readonly MissingBackend[];
}

export function infoOf(engine: Engine | TfjsEngine): EngineInfo {
  const about = { id: engineId(engine), maxCohort: engine.maxCohort };
  if (!('backend' in engine)) return { ...about, backend: null, device: null, passedOver: [] };
  const { backend, device, passedOver } = engine;
  return { ...about, backend, device, passedOver };
}
