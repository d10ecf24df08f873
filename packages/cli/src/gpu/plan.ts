import type { EngineWish, Gpu, WorkerWish } from '@latentsweep/app';
import type { HealthAddress } from '@latentsweep/app/services';
import type { EngineId } from '@latentsweep/core';
import { inUrl } from '../setup/names.ts';

/** What all workers of a machine have in common. */
export interface GpuWorkers extends Omit<WorkerWish, 'programs'>, Pick<EngineWish, 'nativeFolder'> {
  /** Options before the command, such as --bus. */
  readonly global: readonly string[];
  /** What they train with: one that runs on a GPU. A text: the file that declares the programs that they run instead. */
  readonly runs: Pick<EngineId, 'kind' | 'backend'> | string;
  /** Whether it knows GPUs by their names, and not by CUDA: see `refuseUnreachable`. */
  readonly byName: boolean;
  readonly recheckOneIn?: number;
}

/** A worker process for one GPU. */
export interface GpuWorker {
  readonly gpu: Gpu;
  readonly name: string;
  /** Of `sweep`. */
  readonly args: readonly string[];
  /** In addition to the parent's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A process a GPU, each of which sees that one alone. Ports for health count up from the one that is named. */
export function planWorkers(gpus: readonly Gpu[], common: GpuWorkers): readonly GpuWorker[] {
  const { global, runs, slots, cohort, labels, nativeFolder, drainSeconds, stallSeconds, cacheDir } = common;
  const { byName, recheckOneIn } = common;
  return gpus.map((gpu, i) => {
    const name = `${common.name}-gpu${gpu.index}`;
    return {
      gpu,
      name,
      args: [
        ...global,
        'worker',
        ...(typeof runs === 'string' ? ['--programs', runs] : engineArgs(runs)),
        ...(byName ? ['--device', gpu.name] : []),
        ...(recheckOneIn === undefined ? [] : ['--recheck-one-in', `${recheckOneIn}`]),
        ...['--name', name],
        ...['--slots', `${slots}`, '--cohort', `${cohort}`],
        ...['--drain-seconds', `${drainSeconds}`, '--stall-seconds', `${stallSeconds}`],
        ...['--cache-dir', cacheDir],
        ...(labels.length === 0 ? [] : ['--labels', labels.join(',')]),
        ...(nativeFolder === undefined ? [] : ['--native-folder', nativeFolder]),
        ...(common.health === null ? [] : ['--health', healthOf(common.health, i)]),
      ],
      // CUDA's own order is by speed, nvidia-smi's by place.
      env: { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: `${gpu.index}` },
    };
  });
}

const engineArgs = ({ kind, backend }: Pick<EngineId, 'kind' | 'backend'>) => [
  ...['--engine', kind],
  ...(backend === null ? [] : ['--backend', backend]),
];

function healthOf({ host, port }: HealthAddress, i: number): string {
  return `${inUrl(host)}:${port === 0 ? 0 : port + i}`;
}
