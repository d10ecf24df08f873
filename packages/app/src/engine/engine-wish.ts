import {
  differInRuntime,
  type EngineId,
  type EngineKind,
  type EngineOptions,
  type EngineVariant,
  formatEngineId,
  InputError,
  parseEngineId,
} from '@latentsweep/core';

/** What the command line asks for. */
export interface EngineWish {
  /** `auto`, or an engine's name. */
  readonly engine?: string;
  /** `auto`, or a backend's name. */
  readonly backend?: string;
  /** Where libtensorflow was installed. */
  readonly nativeFolder?: string | undefined;
  /** A part of a device's name. */
  readonly device?: string | undefined;
  /** Whether a driver in software will do for a device. */
  readonly allowSoftware?: boolean | undefined;
  /** Where it is kept what devices showed of themselves. */
  readonly deviceFolder?: string | undefined;
}

/** What of it an engine is opened with. */
export const engineOptionsOf = ({
  nativeFolder,
  device,
  allowSoftware,
  deviceFolder,
}: EngineWish): EngineOptions =>
  Object.fromEntries(
    Object.entries({ nativeFolder, device, allowSoftware, deviceFolder }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** Of the engines that can run on several things, what they are, the best first. */
export const backendsOf = (engines: readonly EngineKind[]): string[] =>
  engines.flatMap(({ variants }) => variants.flatMap(({ id }) => id.backend ?? []));

/**
 * The engine that is asked for, `file` where the command line says nothing: a backend means the engine that has it.
 * Throws InputError `bad_option`.
 */
export function wantedEngine(
  engines: readonly EngineKind[],
  { engine, backend }: EngineWish,
  file: string,
): string {
  if (backend === undefined) return engine ?? file;
  const having = engines
    .filter((kind) => backendsOf([kind]).some((name) => backend === 'auto' || backend === name))
    .map(({ name }) => name);
  if (engine === undefined || engine === 'auto') return having[0]!;
  if (having.includes(engine)) return engine;
  throw new InputError(
    'bad_option',
    `--backend ${backend} is one of the engine ${having.join(' or ')}, not of ${engine}.`,
    `Leave out --engine ${engine}, or --backend ${backend}.`,
  );
}

/** The engine with this id; of other versions than ours, the one that took its place. */
export function variantOf(engines: readonly EngineKind[], id: string): EngineVariant {
  const { kind: name, backend } = parseEngineId(id);
  const { variants } = engines.find((kind) => kind.name === name) ?? engines[0]!;
  return variants.find((variant) => variant.id.backend === backend) ?? variants[0]!;
}

/**
 * The engine that a sweep for a cluster gets where none is named down to its backend, by the engines of the workers that
 * are there: the first that some of them has. Null: they decide nothing.
 */
export function engineOfWorkers(
  engines: readonly EngineKind[],
  wanted: string,
  theirs: readonly string[],
): EngineVariant | null {
  const kinds = engines.filter(({ name, auto }) => (wanted === 'auto' ? auto : name === wanted));
  const there = kinds.find(({ name }) => theirs.some((id) => parseEngineId(id).kind === name));
  return (there && variantOfWorkers(there.variants, theirs)) ?? null;
}

/** The first of an engine's variants that some of the workers have, on what they run it; undefined where none has one. */
export function variantOfWorkers(
  variants: readonly EngineVariant[],
  theirs: readonly string[],
): EngineVariant | undefined {
  for (const variant of variants) {
    const found = theirs.map(parseEngineId).filter((id) => isThat(variant.id, id));
    const id = found.find(({ runtime }) => runtime === variant.id.runtime) ?? found[0];
    if (id) return { ...variant, id };
  }
  return undefined;
}

const isThat = (one: EngineId, other: EngineId) =>
  differInRuntime(one, other) || formatEngineId(one) === formatEngineId(other);

/** The command that starts a worker with an engine: options are for those that `auto` does not take everywhere. */
export function workerWith(engines: readonly EngineKind[], id: string): string {
  const variant = variantOf(engines, id);
  if (variant.traits.gpu) return 'worker --gpus all';
  if (variant.id.backend !== null) return `worker --backend ${variant.id.backend}`;
  return variant.id.kind === engines[0]!.name ? 'worker' : `worker --engine ${variant.id.kind}`;
}
