import { createHash } from 'node:crypto';
import { type ImageSpec, type Images, imagesShape, type Seed } from '@latentsweep/core';
import type { ResolvedDataset } from '../../port.ts';
import { refuse } from '../refuse.ts';
import { reportImages } from '../report.ts';
import { contradictoryNote, refuseImageClasses, smallImageClassFaults } from './classes.ts';
import type { ImagesDefinition } from './definition.ts';
import { readTableOfPixels } from './table-of-pixels.ts';

/**
 * Reads images, checks them and packs them, a byte a pixel. Throws InputError where they can't be learnt from. `seed`: of
 * the replicate whose split is reported.
 */
export async function resolveImages(
  definition: ImagesDefinition,
  seed: Seed,
): Promise<Omit<ResolvedDataset, 'fingerprint'>> {
  const { images, label, notes } = await readTableOfPixels(definition);
  refuseImageClasses(label, definition, images.classes);
  const spec = specOf(definition, images);
  const shape = imagesShape(spec, seed, images);
  refuse(smallImageClassFaults(definition, shape));
  return {
    spec,
    content: images.bytes,
    report: reportImages(images, shape),
    notes: [...notes, ...contradictoryNote(label, images, shape)],
  };
}

function specOf({ positive, split, balance }: ImagesDefinition, { bytes }: Images): ImageSpec {
  const content = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'images', content, positive, split, balance };
}
