import { createHash } from 'node:crypto';
import { type ImageSpec, type Images, imagesShape, type Seed } from '@latentsweep/core';
import type { ResolvedDataset } from '../../port.ts';
import { refuse } from '../refuse.ts';
import { reportImages } from '../report.ts';
import { contradictoryNote, refuseImageClasses, smallImageClassFaults } from './classes.ts';
import type { ImagesDefinition } from './definition.ts';
import { readImages } from './read-images.ts';

/**
 * Reads images, checks them and packs them, a byte a pixel. Throws InputError where they can't be learnt from. `seed`: of
 * the replicate whose split is reported.
 */
export async function resolveImages(
  definition: ImagesDefinition,
  seed: Seed,
): Promise<Omit<ResolvedDataset, 'fingerprint'>> {
  const { images, label, notes, decoder } = await readImages(definition);
  refuseImageClasses(label, definition, images.classes);
  const spec = specOf(definition, images, decoder);
  const shape = imagesShape(spec, seed, images);
  refuse(smallImageClassFaults(definition, shape));
  return {
    spec,
    content: images.bytes,
    report: reportImages(images, shape),
    notes: [...notes, ...contradictoryNote(label, images, shape)],
  };
}

function specOf(
  { positive, split, parts, balance }: ImagesDefinition,
  { bytes }: Images,
  decoder: string | undefined,
): ImageSpec {
  const content = createHash('sha256').update(bytes).digest('hex');
  return {
    ...{ kind: 'images', content, positive, split, balance },
    ...(parts && { parts }),
    ...(decoder && { decoder }),
  };
}
