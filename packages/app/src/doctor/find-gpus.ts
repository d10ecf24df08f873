import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type EngineKind, InputError, printable } from '@latentsweep/core';
import { bytes } from '../text/number.ts';
import { type Check, info, ok, warning } from './check.ts';

/** One GPU, as the driver lists it. */
export interface Gpu {
  /** In the order of the PCI bus. */
  readonly index: number;
  readonly name: string;
  /** Null where the driver does not say. */
  readonly bytes: number | null;
  /** Of the driver, one for all of a machine; null where it does not say. */
  readonly driver: string | null;
}

const QUERY = ['--query-gpu=index,name,memory.total,driver_version', '--format=csv,noheader'];
/** The driver may be waking up. */
const PATIENCE_MS = 20_000;

/** The GPUs of this machine. Throws InputError `no_gpu` where the driver lists none. */
export async function findGpus(): Promise<readonly Gpu[]> {
  let text: string;
  try {
    text = (await promisify(execFile)('nvidia-smi', QUERY, { timeout: PATIENCE_MS })).stdout;
  } catch (error) {
    throw noGpu(reasonOf(error as Failure));
  }
  const gpus = parseGpus(text);
  if (gpus.length === 0) throw noGpu('nvidia-smi lists none');
  return gpus;
}

/** Lines such as `0, NVIDIA A100-SXM4-40GB, 40960 MiB, 560.35.03`; others are skipped. */
export function parseGpus(text: string): Gpu[] {
  return text.split('\n').flatMap((line) => {
    const [index, name, memory, driver] = line.split(',').map((part) => part.trim());
    if (!/^\d+$/.test(index ?? '') || !name || memory === undefined) return [];
    const mebibytes = /^(\d+) MiB$/.exec(memory)?.[1];
    return [
      {
        ...{ index: Number(index), name },
        bytes: mebibytes ? Number(mebibytes) * 2 ** 20 : null,
        driver: driver && /^\d+(\.\d+)*$/.test(driver) ? driver : null,
      },
    ];
  });
}

type Failure = Error & {
  readonly code?: string | number | null;
  readonly killed?: boolean;
  readonly stdout?: string;
  readonly stderr?: string;
};

function reasonOf({ code, killed, stdout, stderr, message }: Failure): string {
  if (code === 'ENOENT') return 'nvidia-smi is not there';
  if (killed) return `nvidia-smi did not answer within ${PATIENCE_MS / 1000} s`;
  // It tells its errors on stdout.
  const [said = message] = `${stderr ?? ''}\n${stdout ?? ''}`.trim().split('\n');
  return `nvidia-smi fails: ${said || message}`;
}

export function noGpu(reason: string): InputError {
  return new InputError(
    'no_gpu',
    `No GPU can be used here: ${reason}.`,
    "See that NVIDIA's driver is installed and `nvidia-smi` lists the GPU. Without one: sweep worker trains on the CPU.",
  );
}

/** The GPUs that the driver lists, and whether it will do for the engines that run on them. That there is none is no fault. */
export async function gpuCheck(engines: readonly EngineKind[]): Promise<Check> {
  try {
    return checkOfGpus(await findGpus(), engines);
  } catch (error) {
    if (error instanceof InputError) return info('gpus', error.message);
    throw error;
  }
}

export function checkOfGpus(gpus: readonly Gpu[], engines: readonly EngineKind[]): Check {
  const driver = gpus[0]?.driver ?? null;
  const found = `${gpusText(gpus)}${driver === null ? '' : `; driver ${driver}`}`;
  for (const { id, traits } of engines.flatMap(({ variants }) => variants)) {
    if (driver === null || traits.driver === undefined || !isOlder(driver, traits.driver)) continue;
    const name = [id.kind, id.backend].filter((part) => part !== null).join(' ');
    return warning(
      'gpus',
      found,
      `${name} needs NVIDIA's driver ${traits.driver} or newer: from your system's packages, or nvidia.com/drivers.`,
    );
  }
  return ok('gpus', found);
}

/** By numbers, part by part. */
function isOlder(one: string, other: string): boolean {
  const [ones, others] = [one, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = others.findIndex((part, i) => (ones[i] ?? 0) !== part);
  return at >= 0 && (ones[at] ?? 0) < others[at]!;
}

export function gpusText(gpus: readonly Gpu[]): string {
  return gpus
    .map((gpu) => `${gpu.index} ${printable(gpu.name)}${gpu.bytes === null ? '' : `, ${bytes(gpu.bytes)}`}`)
    .join('; ');
}
