import { InputError, printable } from '@latentsweep/core';
import { bytes } from '../text/number.ts';
import { type Check, info, ok } from './check.ts';
import { findGpus, type Gpu } from './find-gpus.ts';

/** The GPUs that the driver lists, with their memory. That there is none is no fault. */
export async function gpuCheck(): Promise<Check> {
  try {
    return ok('gpus', gpusText(await findGpus()));
  } catch (error) {
    if (error instanceof InputError) return info('gpus', error.message);
    throw error;
  }
}

export function gpusText(gpus: readonly Gpu[]): string {
  return gpus
    .map((gpu) => `${gpu.index} ${printable(gpu.name)}${gpu.bytes === null ? '' : `, ${bytes(gpu.bytes)}`}`)
    .join('; ');
}
