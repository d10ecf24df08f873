import type { Seed } from '../../random/stream.ts';
import type { ImageSpec } from '../dataset.ts';
import { groupsOf, mix } from '../groups.ts';
import { stratifiedSplit } from '../split.ts';
import { classesOf } from '../tabular/classes.ts';
import type { CategoryColumn } from '../tabular/columns.ts';
import { type Images, pixelsOf } from './pack.ts';

/** The classes of a set of images, which of them are equal, and one replicate's split. */
export function splitImages({ positive, split: shares }: ImageSpec, seed: Seed, images: Images) {
  const codes = Int32Array.from(images.codes);
  const target: CategoryColumn = { kind: 'category', name: 'class', codes, levels: images.classes };
  const classes = classesOf(target, positive, 2);
  const groups = equalImages(images, classes.labels);
  return {
    classes,
    groups,
    split: stratifiedSplit(classes.labels, groups, classes.names.length, shares, seed, 2),
  };
}

/** The first image that equals each in all pixels and the label. [n] */
export function equalImages(
  { pixels, shape }: Pick<Images, 'pixels' | 'shape'>,
  labels: Uint8Array,
): Uint32Array {
  const size = pixelsOf(shape);
  const hashes = Uint32Array.from(labels);
  let at = 0;
  for (let image = 0; image < labels.length; image++) {
    let hash = hashes[image]!;
    for (const end = at + size; at < end; at++) hash = mix(hash, pixels[at]!);
    hashes[image] = hash;
  }
  return groupsOf(hashes, (a, b) => {
    if (labels[a] !== labels[b]) return false;
    for (let i = 0; i < size; i++) if (pixels[a * size + i] !== pixels[b * size + i]) return false;
    return true;
  });
}
