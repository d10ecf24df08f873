import type { SweepDefinition } from '@latentsweep/coordinator';
import { type Engine, InputError } from '@latentsweep/core';
import {
  type EngineSpec,
  engineId,
  type MissingBackend,
  openEngine,
  type TfjsSpec,
  tfjsEngineId,
} from '@latentsweep/worker';
import {
  type EngineWish,
  engineOfWorkers,
  engineSpecOf,
  hasWideLayers,
  WIDE,
  wantedEngine,
} from './engine-wish.ts';

export interface ChosenEngine {
  /** By its name, never `auto`. */
  readonly spec: EngineSpec;
  /** `name@version`. */
  readonly id: string;
  /** Why it is this one, where that was not said by the user. */
  readonly note: string | null;
}

export interface EngineRequest extends EngineWish {
  readonly nativeFolder?: string | undefined;
}

type Sought = Pick<SweepDefinition, 'engine' | 'parameters'>;

/**
 * The engine for a sweep on this machine, opened in this thread: the caller closes it.
 * Throws InputError `backend_missing` and `bad_option`, LatentsweepError `kernels_missing`.
 */
export async function openFor(
  request: EngineRequest,
  sweep: Sought,
): Promise<ChosenEngine & { readonly engine: Engine }> {
  const wanted = wantedEngine(request, sweep.engine);
  const { backend = 'auto', nativeFolder } = request;
  if (wanted === 'tfjs') return openTfjs({ kind: 'tfjs', backend, nativeFolder });
  if (wanted === 'auto' && hasWideLayers(sweep)) {
    const wide = await openTfjs({ kind: 'tfjs', backend: 'tensorflow', nativeFolder }).catch(refused);
    if (wide)
      return { ...wide, note: `Layers of ${WIDE} units or more train faster on libtensorflow: it is taken.` };
  }
  const spec = { kind: wanted === 'reference' ? 'reference' : 'simd' } as const;
  const engine = await openEngine(spec);
  return { spec, id: engineId(engine), note: null, engine };
}

/** The same, closed again: what is left is what it is called. */
export async function chooseEngine(request: EngineRequest, sweep: Sought): Promise<ChosenEngine> {
  const { engine, ...chosen } = await openFor(request, sweep);
  await engine.close();
  return chosen;
}

/**
 * The id of the engine for a sweep that other machines run, of which `workers` has the engines. A backend that is
 * named need not be here.
 */
export async function engineForCluster(
  request: EngineRequest,
  sweep: Sought,
  workers: () => Promise<readonly string[]>,
): Promise<string> {
  const wanted = wantedEngine(request, sweep.engine);
  const { backend = 'auto' } = request;
  if (backend !== 'auto') return tfjsEngineId(backend);
  const theirs = engineOfWorkers(wanted, await workers());
  if (theirs !== null) return theirs;
  return (await chooseEngine({ ...request, engine: wanted === 'auto' ? 'simd' : wanted }, sweep)).id;
}

/** The engine that a sweep was begun with. Throws InputError `backend_missing` where this machine has it no more. */
export async function checkEngine(id: string, nativeFolder: string | undefined): Promise<EngineSpec> {
  const spec = engineSpecOf(id, nativeFolder);
  if (spec.kind === 'tfjs') await (await openTfjs(spec)).engine.close();
  return spec;
}

async function openTfjs(spec: TfjsSpec): Promise<ChosenEngine & { readonly engine: Engine }> {
  quietTensorflow();
  const engine = await openEngine(spec);
  const { backend, device, passedOver } = engine;
  const note = spec.backend === 'auto' ? passedOverText(backend, device, passedOver) : null;
  return { spec: { ...spec, backend }, id: engineId(engine), note, engine };
}

/** Why the better backends were not taken, in one line. */
export function passedOverText(
  backend: string,
  device: string,
  passedOver: readonly MissingBackend[],
): string {
  const others = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const why = others === '' ? '' : `, the best that works here; ${others}`;
  return `TF.js runs on ${backend} (${device})${why}.`;
}

/** libtensorflow tells stderr how it was built. It reads this once, when it is loaded first. */
function quietTensorflow(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}

function refused(error: unknown): null {
  if (error instanceof InputError) return null;
  throw error;
}
