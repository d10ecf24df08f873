import { type Gpu, noGpu } from '@latentsweep/app';
import { InputError } from '@latentsweep/core';
import { badOption } from '../option/parse.ts';

/** Which GPUs of a machine are wanted: all, so many, or those with these indices. */
export type GpuWish = 'all' | { readonly count: number } | { readonly indices: readonly number[] };

/** `all`, `2` or `0,2`. Throws InputError `bad_option`. */
export function gpuWish(text: string): GpuWish {
  if (text === 'all') return 'all';
  if (/^[1-9]\d{0,3}$/.test(text)) return { count: Number(text) };
  if (/^\d{1,4}(,\d{1,4})+$/.test(text)) {
    const indices = text.split(',').map(Number);
    if (new Set(indices).size === indices.length) return { indices };
  }
  throw badOption(
    '--gpus takes all, a number of GPUs, or different indices as nvidia-smi lists them',
    text,
    'For example: --gpus all, --gpus 2 or --gpus 0,2. One GPU alone: set CUDA_VISIBLE_DEVICES and say --gpus all.',
  );
}

/**
 * The GPUs to use, in their order. `visible`: CUDA_VISIBLE_DEVICES, by which a batch system says what it has given;
 * only those indices count. Throws InputError `no_gpu`.
 */
export function chooseGpus(wish: GpuWish, gpus: readonly Gpu[], visible: string | undefined): readonly Gpu[] {
  const given = visibleOf(gpus, visible);
  const there = `${listed(given)}${visible === undefined ? '' : ` of CUDA_VISIBLE_DEVICES=${visible}`}`;
  if (given.length === 0) throw noGpu(`CUDA_VISIBLE_DEVICES=${visible} leaves none of ${listed(gpus)}`);
  if (wish === 'all') return given;
  if ('count' in wish) {
    if (wish.count > given.length) throw noGpu(`${wish.count} are wanted, and there are ${there}`);
    return given.slice(0, wish.count);
  }
  return wish.indices.map((wanted) => {
    const gpu = given.find(({ index }) => index === wanted);
    if (!gpu) throw noGpu(`number ${wanted} is not among ${there}`);
    return gpu;
  });
}

/**
 * Throws InputError `gpus_of_one_name` where an engine that knows GPUs by their names alone would open another one than
 * those to use: it gets the first whose name contains the one that it is told, in the order of the PCI bus. `all`: of
 * the machine, as no variable of CUDA's hides one from it. `visible`: see `chooseGpus`.
 */
export function refuseUnreachable(
  gpus: readonly Gpu[],
  all: readonly Gpu[],
  visible: string | undefined,
): void {
  const inOrder = all.toSorted((a, b) => a.index - b.index);
  const reached = ({ name }: Gpu) => inOrder.find((other) => other.name.includes(name))!;
  const isReachable = (gpu: Gpu) => reached(gpu).index === gpu.index;
  const hidden = gpus.filter((gpu) => !isReachable(gpu));
  if (hidden.length === 0) return;
  const given = visibleOf(all, visible);
  const instead = given.some(isReachable)
    ? withoutHidden(given, isReachable)
    : `unset CUDA_VISIBLE_DEVICES, if the other GPUs are yours to use, and say ${withoutHidden(all, isReachable)}`;
  throw new InputError(
    'gpus_of_one_name',
    `The engine tells GPUs apart by their names, and would take ${listed(hidden.map(reached))} for ${listed(hidden)}.`,
    `Start a worker for each GPU in a container, or a step of a batch system, that sees this one alone (docs/gpu.md#several-gpus-of-one-name). Without: ${instead}. An engine on CUDA can use all of them (docs/engines.md).`,
  );
}

/** What to say for those of the given GPUs that can be reached; there is one. A single index is no list of them. */
function withoutHidden(given: readonly Gpu[], isReachable: (gpu: Gpu) => boolean): string {
  const rest = given.filter(isReachable).map(({ index }) => index);
  if (rest.length > 1) return `--gpus ${rest.join(',')}`;
  return rest[0] === given[0]!.index ? '--gpus 1' : `CUDA_VISIBLE_DEVICES=${rest[0]} and --gpus all`;
}

function visibleOf(gpus: readonly Gpu[], visible: string | undefined): readonly Gpu[] {
  return visible === undefined ? gpus : gpus.filter(({ index }) => allowed(visible).has(index));
}

/** CUDA stops reading at the first entry that it does not know. Names (`GPU-…`) are not known here. */
function allowed(visible: string): ReadonlySet<number> {
  const indices = new Set<number>();
  for (const part of visible.split(',')) {
    if (!/^\s*\d+\s*$/.test(part)) break;
    indices.add(Number(part));
  }
  return indices;
}

function listed(gpus: readonly Gpu[]): string {
  return gpus.map(({ index, name }) => `${index} (${name})`).join(', ') || 'none';
}
