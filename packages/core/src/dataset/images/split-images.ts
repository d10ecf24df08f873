import type { Seed } from '../../random/stream.ts';
import type { ImageSpec } from '../dataset.ts';
import { groupsOf, mix } from '../groups.ts';
import { rowsFrom } from '../rows.ts';
import { type SplitRows, stratifiedSplit } from '../split.ts';
import { classesOf } from '../tabular/classes.ts';
import type { CategoryColumn } from '../tabular/columns.ts';
import { type Images, pixelsOf } from './pack.ts';

/** The classes of a set of images, which of them are equal, and one replicate's split. */
export function splitImages(spec: ImageSpec, seed: Seed, images: Images) {
  const codes = Int32Array.from(images.codes);
  const target: CategoryColumn = { kind: 'category', name: 'class', codes, levels: images.classes };
  const classes = classesOf(target, spec.positive, 2);
  const groups = equalImages(images, classes.labels);
  const dealt = (count: number) =>
    stratifiedSplit(
      classes.labels.subarray(0, count),
      groups.subarray(0, count),
      classes.names.length,
      spec.split,
      seed,
      2,
    );
  const split = spec.parts === undefined ? dealt(images.count) : asTheSource(images, dealt);
  return { classes, groups, split };
}

/** The source's parts; where it has none to validate by, its first part is dealt, anew in each replicate. */
function asTheSource({ parts, count }: Images, dealt: (count: number) => SplitRows): SplitRows {
  if (!parts) throw new Error('the set of images has no parts');
  const { train, validation } = parts;
  const test = rowsFrom(train + validation, count - train - validation);
  if (validation === 0) return { ...dealt(train), test };
  return { train: rowsFrom(0, train), validation: rowsFrom(train, validation), test };
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
