import { InputError } from '@latentsweep/core';
import { findGpus, type Gpu } from '../cluster/gpu/find.ts';
import { bytes } from '../format/number.ts';
import { printable } from '../format/text.ts';
import { type Check, info, ok } from './check.ts';

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
