import { IMAGE_ARMS } from '@latentsweep/core';
import type { Found } from '@latentsweep/plain-file';
import type { DatasetDefinition, SweptParameter } from '../port.ts';

/** Some arms are for images alone. */
export function checkArms(
  parameters: readonly SweptParameter[],
  { kind }: DatasetDefinition,
  found: Found,
): void {
  if (kind === 'images') return;
  const distribution = parameters.find(({ name }) => name === 'arm')?.distribution;
  if (distribution === undefined) return;
  const arms =
    distribution.kind === 'constant'
      ? [distribution.value]
      : 'values' in distribution
        ? distribution.values
        : [];
  for (const arm of arms) {
    if (!IMAGE_ARMS.includes(String(arm))) continue;
    const message = `the arm ${arm} is for images, which have rows and columns of pixels`;
    (found.under('arm') ?? found).fault(
      'arm_of_images',
      message,
      'Take it out, or write `dataset: { kind: images, … }`.',
    );
  }
}
