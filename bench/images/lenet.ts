/** LeNet-5 with pooling by the largest and relus, and as many random images as are wanted. */

import { createHash } from 'node:crypto';
import { type ImageSpec, type Images, layOutImages, Purpose, Stream } from '@latentsweep/core';

export const LENET = ['conv 6 5x5', 'pool 2', 'conv 16 5x5 valid', 'pool 2', 'dense 120', 'dense 84'];
export const SHAPE = [28, 28, 1] as const;

/** Nearly all are trained on, so that their evaluation is no part of what is timed. */
export function randomImages(count: number): { readonly images: Images; readonly spec: ImageSpec } {
  const classes = Array.from({ length: 10 }, (_, k) => String(k));
  const images = layOutImages({ count, shape: SHAPE, max: 255, classes });
  const stream = new Stream([1, 2], Purpose.data);
  for (let i = 0; i < count; i++) images.codes[i] = stream.below(10);
  for (let i = 0; i < images.pixels.length; i++) images.pixels[i] = stream.below(256);
  const spec: ImageSpec = {
    ...{ kind: 'images', content: createHash('sha256').update(images.bytes).digest('hex'), positive: null },
    ...{ split: { train: 0.96, validation: 0.02, test: 0.02 }, balance: 'majority' },
  };
  return { images, spec };
}
