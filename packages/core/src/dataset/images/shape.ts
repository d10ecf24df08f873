import type { Seed } from '../../random/stream.ts';
import { type ClassCounts, countClasses } from '../class-counts.ts';
import type { ImageSpec } from '../dataset.ts';
import { mixedRows } from '../groups.ts';
import type { Images } from './pack.ts';
import { equalImages, splitImages } from './split-images.ts';

/** What can be said of a set of images before any pixel is scaled. */
export interface ImagesShape extends ClassCounts {
  /** Images that equal one of another class in all pixels. */
  readonly contradictory: number;
}

/** Throws as `prepareImages` does. */
export function imagesShape(spec: ImageSpec, seed: Seed, images: Images): ImagesShape {
  const { classes, groups, split } = splitImages(spec, seed, images);
  const alike = equalImages(images, new Uint8Array(images.count));
  return { ...countClasses(classes, groups, split), contradictory: mixedRows(alike, classes.labels) };
}
