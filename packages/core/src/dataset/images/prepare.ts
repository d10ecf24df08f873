import type { Seed } from '../../random/stream.ts';
import type { Dataset, ImageSpec, Split } from '../dataset.ts';
import { type Images, pixelsOf } from './pack.ts';
import { splitImages } from './split-images.ts';

/** Splits a set of images for one replicate; a pixel is a feature, scaled to [0, 1]. Pure. */
export function prepareImages(spec: ImageSpec, seed: Seed, images: Images): Dataset {
  const { classes, split } = splitImages(spec, seed, images);
  const { names, labels, majority } = classes;
  const splitOf = (rows: Uint32Array): Split => ({
    features: scaled(images, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    count: rows.length,
  });
  return {
    features: pixelsOf(images.shape),
    shape: images.shape,
    classes: names.length,
    classNames: names,
    majority,
    balance: spec.balance,
    train: splitOf(split.train),
    validation: splitOf(split.validation),
    test: splitOf(split.test),
  };
}

/** Pixels over the largest that they can be. [rows.length, H * W * C] */
function scaled({ pixels, shape, max }: Images, rows: Uint32Array): Float32Array {
  const size = pixelsOf(shape);
  const features = new Float32Array(rows.length * size);
  let to = 0;
  for (const row of rows) {
    for (let from = row * size; from < (row + 1) * size; from++) features[to++] = pixels[from]! / max;
  }
  return features;
}
