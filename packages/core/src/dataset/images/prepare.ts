import type { Seed } from '../../random/stream.ts';
import type { Dataset, ImageSpec } from '../dataset.ts';
import { ImageSplit } from './image-split.ts';
import { type Images, pixelsOf } from './pack.ts';
import { splitImages } from './split-images.ts';

/** Splits a set of images for one replicate; a pixel is a feature, scaled to [0, 1]. Pure. */
export function prepareImages(spec: ImageSpec, seed: Seed, images: Images): Dataset {
  const { classes, split } = splitImages(spec, seed, images);
  const { names, labels, majority } = classes;
  const splitOf = (rows: Uint32Array) => new ImageSplit(images, labels, rows);
  return {
    features: pixelsOf(images.shape),
    shape: images.shape,
    white: images.max,
    classes: names.length,
    classNames: names,
    majority,
    balance: spec.balance,
    train: splitOf(split.train),
    validation: splitOf(split.validation),
    test: splitOf(split.test),
  };
}
