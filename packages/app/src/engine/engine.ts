import {
  BackendMissing,
  type Engine,
  type EngineKind,
  type EngineTraits,
  type EngineVariant,
  formatEngineId,
  InputError,
  type Network,
  PROGRAM_ENGINE,
} from '@latentsweep/core';
import { type EngineSpec, openEngine, type PassedOver, PROGRAMS } from '@latentsweep/worker';
import {
  type EngineWish,
  engineOfWorkers,
  variantOf,
  variantOfWorkers,
  wantedEngine,
} from './engine-wish.ts';

export interface ChosenEngine {
  /** By its name, never `auto`. */
  readonly spec: EngineSpec;
  /** `kind@version-backend`. */
  readonly id: string;
  readonly traits: EngineTraits;
  /** Why it is this one, where that was not said by the user. */
  readonly note: string | null;
}

/** What stands for an engine where a program is run. */
const PROGRAM: ChosenEngine = {
  ...{ spec: { kind: PROGRAMS.id.kind }, id: PROGRAM_ENGINE, traits: PROGRAMS.traits, note: null },
};

/** What an engine is sought for. */
export interface Sought {
  /** As the sweep file says: `auto`, or a name. */
  readonly engine: string;
  readonly networks: readonly Network[];
  /** Nothing is trained by us: the sweep is of a program. */
  readonly program?: true;
  /** Small ones of every kind that it has: an engine lacks such a kind, or has it at any size. */
  readonly needed?: readonly Network[];
}

/**
 * The engine for a sweep on this machine, opened in this thread: the caller closes it.
 * Throws BackendMissing, InputError `bad_option`, LatentsweepError `kernels_missing`.
 */
export async function openFor(
  engines: readonly EngineKind[],
  request: EngineWish,
  sweep: Sought,
): Promise<ChosenEngine & { readonly engine: Engine }> {
  const kind = wantedEngine(engines, request, sweep.engine);
  const { backend = 'auto', nativeFolder } = request;
  const { networks, needed = [] } = sweep;
  if (kind === 'auto') return openSuiting(engines, [...needed, ...networks], nativeFolder);
  refuseLacking(kind, variantsOf(engines, kind), needed);
  return open(engines, {
    ...{ kind, backend: backend === 'auto' ? undefined : backend, nativeFolder },
    widest: widestOf(networks),
  });
}

/** Units of the widest layer; undefined where no layers are named. */
function widestOf(networks: readonly Network[]): number | undefined {
  const units = networks.flatMap(({ hidden }) =>
    hidden.flatMap((layer) => (layer.kind === 'dense' ? layer.units : [])),
  );
  return units.length === 0 ? undefined : Math.max(...units);
}

const variantsOf = (engines: readonly EngineKind[], wanted: string): readonly EngineVariant[] =>
  engines.filter(({ name }) => name === wanted).flatMap(({ variants }) => variants);

/** Throws InputError `bad_option` where none of an engine's variants has what the sweep needs. */
function refuseLacking(kind: string, variants: readonly EngineVariant[], needed: readonly Network[]): void {
  for (const network of needed) {
    const objections = variants.map((variant) => variant.supports(network));
    if (objections.length === 0 || objections.includes(null)) continue;
    throw new InputError(
      'bad_option',
      `The engine ${kind} ${objections[0]}, which this sweep needs.`,
      'Take another engine, or other values of `arm`, `reconstruction`, `kl_warmup` and `free_bits`; on tables `defaults: deck` gives those that every engine has.',
    );
  }
}

/** The same, closed again: what is left is what it is called. */
export async function chooseEngine(
  engines: readonly EngineKind[],
  request: EngineWish,
  sweep: Sought,
): Promise<ChosenEngine> {
  if (sweep.program) return PROGRAM;
  const { engine, ...chosen } = await openFor(engines, request, sweep);
  await engine.close();
  return chosen;
}

/**
 * The engine for a sweep that other machines run, of which `workers` has the engines. A backend that is named need not
 * be here.
 */
export async function engineForCluster(
  engines: readonly EngineKind[],
  request: EngineWish,
  sweep: Sought,
  workers: () => Promise<readonly string[]>,
): Promise<Pick<ChosenEngine, 'id' | 'traits'>> {
  if (sweep.program) return PROGRAM;
  const wanted = wantedEngine(engines, request, sweep.engine);
  const { backend = 'auto' } = request;
  const variants = variantsOf(engines, wanted);
  const known =
    backend === 'auto'
      ? engineOfWorkers(engines, wanted, await workers())
      : await onWorkers(
          variants.find(({ id }) => id.backend === backend),
          workers,
        );
  const taken = known ? [known] : variants;
  refuseLacking(known?.id.kind ?? wanted, taken, sweep.needed ?? []);
  if (known) return { id: formatEngineId(known.id), traits: known.traits };
  return chooseEngine(engines, { ...request, engine: wanted === 'auto' ? engines[0]!.name : wanted }, sweep);
}

/** Of an engine whose bits depend on what it runs on: as the workers have it, if some do. */
async function onWorkers(
  variant: EngineVariant | undefined,
  workers: () => Promise<readonly string[]>,
): Promise<EngineVariant | undefined> {
  if (variant?.id.runtime === undefined) return variant;
  return variantOfWorkers([variant], await workers()) ?? variant;
}

/** The engine that a sweep was begun with. Throws BackendMissing where this machine has it no more. */
export async function checkEngine(
  engines: readonly EngineKind[],
  id: string,
  nativeFolder: string | undefined,
): Promise<Pick<ChosenEngine, 'spec' | 'traits'>> {
  if (id === PROGRAM_ENGINE) return PROGRAM;
  const { traits, ...variant } = variantOf(engines, id);
  const spec = specOf(variant, nativeFolder);
  if (traits.optional) await (await openEngine(engines, spec)).engine.close();
  return { spec, traits };
}

/**
 * What `auto` means: the first engine that supports all networks of the sweep and works here, and the first of all where
 * there is none. GPUs are for those who ask for them.
 */
async function openSuiting(
  engines: readonly EngineKind[],
  networks: readonly Network[],
  nativeFolder: string | undefined,
): Promise<ChosenEngine & { readonly engine: Engine }> {
  const variants = engines.filter(({ auto }) => auto).flatMap((kind) => kind.variants);
  const objectionOf = (variant: EngineVariant): string | undefined =>
    networks.flatMap((network) => variant.supports(network) ?? [])[0];
  const [usual] = variants;
  const objection = objectionOf(usual!);
  for (const variant of objection === undefined ? [] : variants) {
    if (variant.traits.gpu || objectionOf(variant) !== undefined) continue;
    try {
      const opened = await open(engines, { ...specOf(variant, nativeFolder), widest: widestOf(networks) });
      return { ...opened, note: `The engine ${usual!.id.kind} ${objection}: ${opened.id} is taken.` };
    } catch (error) {
      if (!(error instanceof BackendMissing)) throw error;
    }
  }
  return open(engines, specOf(usual!, nativeFolder));
}

const specOf = ({ id }: Pick<EngineVariant, 'id'>, nativeFolder: string | undefined): EngineSpec => ({
  ...{ kind: id.kind, backend: id.backend ?? undefined, nativeFolder },
});

async function open(
  engines: readonly EngineKind[],
  wanted: EngineSpec,
): Promise<ChosenEngine & { readonly engine: Engine }> {
  const { engine, passedOver } = await openEngine(engines, wanted);
  const { id, traits } = engine;
  const chosen = id.backend !== null && wanted.backend === undefined;
  const note = chosen ? passedOverText(engine, passedOver) : null;
  const spec = { ...wanted, backend: id.backend ?? undefined };
  return { spec, id: formatEngineId(id), traits, note, engine };
}

/** Why the better backends were not taken, in one line. */
export function passedOverText(
  { id, traits }: Pick<EngineVariant, 'id' | 'traits'>,
  passedOver: readonly PassedOver[],
): string {
  const others = passedOver.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');
  const why = others === '' ? '' : `, the best that works here; ${others}`;
  return `The engine ${id.kind} runs on ${id.backend} (${traits.device})${why}.`;
}
