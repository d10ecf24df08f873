import {
  BackendMissing,
  type EngineId,
  type EngineKind,
  type EngineOptions,
  type EngineTraits,
  type EngineVariant,
  formatEngineId,
  InputError,
  type Network,
  PROGRAM_ENGINE,
} from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import {
  askEngine,
  type EngineInfo,
  type EngineSpec,
  openEngine,
  type PassedOver,
  PROGRAMS,
} from '@latentsweep/worker';
import { otherEngine } from './engine-changed.ts';
import {
  type EngineWish,
  engineOfWorkers,
  engineOptionsOf,
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
  /** A device that may have its bits, to train on beside its threads; whether it can be had shows once it is opened. */
  readonly beside: EngineSpec | null;
}

/** What stands for an engine where a program is run. */
const PROGRAM: ChosenEngine = {
  ...{ spec: { kind: PROGRAMS.id.kind }, id: PROGRAM_ENGINE, traits: PROGRAMS.traits, note: null },
  beside: null,
};

/** What an engine is sought for. */
export interface Sought {
  /** As the sweep file says: `auto`, or a name. */
  readonly engine: string;
  readonly networks: readonly Network[];
  /** Nothing is trained by us: the sweep is of a program. */
  readonly program?: true;
  /** How many there are for a device of this machine: none where it can have none. */
  readonly trials?: number;
  /** Small ones of every kind that it has: an engine lacks such a kind, or has it at any size. */
  readonly needed?: readonly Network[];
}

/** Opens an engine in a process of its own, and tells what it is there. */
type Ask = (spec: EngineSpec) => Promise<EngineInfo>;

/**
 * The engine for a sweep on this machine. It was opened, and is closed again: what is left is what it is called.
 * Throws BackendMissing, InputError `bad_option`, LatentsweepError `kernels_missing`.
 */
export async function chooseEngine(
  engines: readonly EngineKind[],
  request: EngineWish,
  sweep: Sought,
  ask: Ask = askEngine,
): Promise<ChosenEngine> {
  if (sweep.program) return PROGRAM;
  const kind = wantedEngine(engines, request, sweep.engine);
  const { backend = 'auto' } = request;
  const { networks, needed = [] } = sweep;
  const options = { ...engineOptionsOf(request), ...widestOf(networks) };
  const opening = { engines, ask, options };
  if (kind === 'auto') return suiting(opening, { ...sweep, networks: [...needed, ...networks] });
  refuseLacking(kind, variantsOf(engines, kind), needed);
  return choose(opening, kind, backend === 'auto' ? undefined : backend);
}

/** Units of the widest layer, where some are named. */
function widestOf(networks: readonly Network[]): Pick<EngineOptions, 'widest'> {
  const units = networks.flatMap(({ hidden }) =>
    hidden.flatMap((layer) => (layer.kind === 'dense' ? layer.units : [])),
  );
  return units.length === 0 ? {} : { widest: Math.max(...units) };
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
  const truth = known ? undefined : variants[0]?.bitsOf;
  // Whoever has these bits may train it, and no device need be here.
  if (truth) return { id: formatEngineId(truth), traits: variantOf(engines, formatEngineId(truth)).traits };
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

/**
 * The engine that a sweep was begun with, or what the command line asks for, if it has the same bits. Throws BackendMissing
 * where this machine has it no more, InputError `engine_changed` where what is asked for has other bits.
 */
export async function checkEngine(
  engines: readonly EngineKind[],
  sweep: Pick<Sweep, 'slug' | 'engine'>,
  request: EngineWish,
): Promise<Pick<ChosenEngine, 'spec' | 'traits' | 'beside'>> {
  if (sweep.engine === PROGRAM_ENGINE) return PROGRAM;
  if (request.engine !== undefined && request.engine !== 'auto') {
    const chosen = await chooseEngine(engines, request, { engine: request.engine, networks: [] });
    if (chosen.id !== sweep.engine) throw otherEngine(sweep, chosen.id);
    return chosen;
  }
  const { traits, id } = variantOf(engines, sweep.engine);
  const spec = { kind: id.kind, backend: id.backend ?? undefined, ...engineOptionsOf(request) };
  if (traits.optional && !traits.ownProcess) await (await openEngine(engines, spec)).engine.close();
  return { spec, traits, beside: null };
}

interface Opening {
  readonly engines: readonly EngineKind[];
  readonly ask: Ask;
  readonly options: EngineOptions;
}

/**
 * What `auto` means: the first that supports all networks of the sweep and works here, and the first of all where there is
 * none; beside the first, a device. Other GPUs are for those who ask for them.
 */
async function suiting(opening: Opening, sweep: Sought): Promise<ChosenEngine> {
  const variants = opening.engines.filter(({ auto }) => auto).flatMap((kind) => kind.variants);
  const objectionOf = (variant: EngineVariant): string | undefined =>
    sweep.networks.flatMap((network) => variant.supports(network) ?? [])[0];
  const [usual] = variants;
  const objection = objectionOf(usual!);
  for (const variant of objection === undefined ? [] : variants) {
    if (variant.traits.gpu || objectionOf(variant) !== undefined) continue;
    const found = await ifThere(() => choose(opening, variant.id.kind, variant.id.backend ?? undefined));
    if (found) return { ...found, note: `The engine ${usual!.id.kind} ${objection}: ${found.id} is taken.` };
  }
  const chosen = await choose(opening, usual!.id.kind, usual!.id.backend ?? undefined);
  const device = deviceBeside(variants, usual!.id, sweep);
  return { ...chosen, beside: device && { kind: device.id.kind, ...opening.options } };
}

/**
 * A device for beside the threads of an engine: one that may have its bits and supports the networks of the sweep, where that
 * has as many trials as a cohort on it is worth.
 */
function deviceBeside(
  variants: readonly EngineVariant[],
  id: EngineId,
  { networks, trials = 0 }: Pick<Sought, 'networks' | 'trials'>,
): EngineVariant | null {
  const device = variants.find(({ bitsOf }) => bitsOf && formatEngineId(bitsOf) === formatEngineId(id));
  if (!device || trials < device.traits.pays.from) return null;
  return networks.every((network) => device.supports(network) === null) ? device : null;
}

/** Undefined where its backend is missing. */
async function ifThere<Found>(find: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof BackendMissing)) throw error;
    return undefined;
  }
}

async function choose(
  { engines, ask, options }: Opening,
  kind: string,
  backend?: string | undefined,
): Promise<ChosenEngine> {
  const wanted: EngineSpec = { kind, backend, ...options };
  const isApart = variantsOf(engines, kind).some(({ traits }) => traits.ownProcess);
  const { engine, passedOver } = isApart
    ? { engine: await ask(wanted), passedOver: [] }
    : await openAndClose(engines, wanted);
  const { id, traits, computedBy } = engine;
  const isOurChoice = id.backend !== null && backend === undefined;
  const notes = [
    computedBy && `${computedBy.device} trains, with the bits of ${formatEngineId(id)}.`,
    engine.note ?? (isOurChoice ? passedOverText(engine, passedOver) : null),
  ].filter((note) => note);
  const spec = { ...wanted, backend: computedBy ? backend : (id.backend ?? undefined) };
  const note = notes.length === 0 ? null : notes.join(' ');
  return { spec, id: formatEngineId(id), traits, note, beside: null };
}

async function openAndClose(engines: readonly EngineKind[], wanted: EngineSpec) {
  const opened = await openEngine(engines, wanted);
  await opened.engine.close();
  return opened;
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
